import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFunding, EU_FORBIDDEN_2021, EU_STATEMENTS_2021, type FundingRule } from '#posts/funding';

const rule: FundingRule = {
  code: 'A72158',
  statements: EU_STATEMENTS_2021,
  forbidden: EU_FORBIDDEN_2021,
  from: '2026-01-01',
  to: '2026-12-31',
};
const STATEMENT = 'Euroopan unionin osarahoittama';
const check = (text: string, changes: { language?: string; date?: string; rule?: Partial<FundingRule> } = {}) =>
  checkFunding(
    { ...rule, ...changes.rule },
    { text, language: changes.language ?? 'fi', date: changes.date ?? '2026-12-01' },
  ).map(({ code, severity }) => `${severity} ${code}`);

const MISSING = 'error funding-statement-missing';
const FORBIDDEN = 'error funding-forbidden-words';

describe('checkFunding', () => {
  test.each<[string, string, Parameters<typeof check>[1], string[]]>([
    ['a good text', `Ilta\n\n${STATEMENT}`, {}, []],
    ['the statement over two lines', 'Ilta. Euroopan unionin\nosarahoittama', {}, []],
    ['the statement in small letters', 'hanke on euroopan unionin osarahoittama.', {}, []],
    ['no statement', 'Ilta', {}, [MISSING]],
    ['an empty text', '', {}, [MISSING]],
    ['half the statement', 'Euroopan unionin', {}, [MISSING]],
    ['the statement inside a longer word', `${STATEMENT}t`, {}, [MISSING]],
    ['the statement of another language', STATEMENT, { language: 'sv' }, [MISSING]],
    ['Swedish', 'Kväll. Medfinansieras av Europeiska unionen', { language: 'sv' }, []],
    ['a language without a statement', 'Eahket', { language: 'se' }, ['warning funding-language-missing']],
    ['an empty statement', 'Ilta', { rule: { statements: { fi: ' ' } } }, ['warning funding-language-missing']],
    ['the fund’s name', `${STATEMENT}, Euroopan aluekehitysrahasto`, {}, [FORBIDDEN]],
    ['the fund’s name, inflected', `${STATEMENT} Euroopan aluekehitysrahastosta`, {}, [FORBIDDEN]],
    ['the fund’s initials', `${STATEMENT} (EAKR)`, {}, [FORBIDDEN]],
    ['the initials in a compound', `EAKR-hanke. ${STATEMENT}`, {}, [FORBIDDEN]],
    ['the initials, inflected', `EAKR:n tuki. ${STATEMENT}`, {}, [FORBIDDEN]],
    ['the initials inside another word', `MEAKRO ja eakroli. ${STATEMENT}`, {}, []],
    ['a longer compound', `Euroopan aluekehitysrahastohoitaja. ${STATEMENT}`, {}, []],
    ['the old slogan', `Vipuvoimaa EU:lta! ${STATEMENT}`, {}, [FORBIDDEN]],
    ['the old slogan in capitals', `VIPUVOIMAA  EU:LTA ${STATEMENT}`, {}, [FORBIDDEN]],
    ['initials inside an address', `https://a.fi/EAKR/x ${STATEMENT}`, {}, []],
    ['two forbidden phrases', `EAKR, Vipuvoimaa EU:lta. ${STATEMENT}`, {}, [FORBIDDEN, FORBIDDEN]],
    ['an empty phrase in the rule', STATEMENT, { rule: { forbidden: ['', ' '] } }, []],
    [
      'a statement that names the fund itself',
      'Ilta. Euroopan aluekehitysrahasto – Vipuvoimaa EU:lta',
      { rule: { statements: { fi: 'Euroopan aluekehitysrahasto – Vipuvoimaa EU:lta' } } },
      [],
    ],
    ['the first day', STATEMENT, { date: '2026-01-01' }, []],
    ['the day before', STATEMENT, { date: '2025-12-31' }, ['warning funding-outside-period']],
    ['the last day', STATEMENT, { date: '2026-12-31' }, []],
    ['the day after', STATEMENT, { date: '2027-01-01' }, ['warning funding-outside-period']],
    ['an open period', STATEMENT, { date: '2040-01-01', rule: { to: null } }, []],
    ['everything at once', 'EAKR', { date: '2030-01-01' }, [MISSING, FORBIDDEN, 'warning funding-outside-period']],
  ])('%s', (_name, text, changes, expected) => {
    expect(check(text, changes)).toEqual(expected);
  });

  test('no funding at all is a warning', () => {
    expect(checkFunding(null, { text: 'Ilta', language: 'fi', date: '2026-12-01' })).toEqual([
      { code: 'funding-none', severity: 'warning', detail: expect.any(String) },
    ]);
  });

  test('says what and why', () => {
    const [problem] = checkFunding(rule, { text: 'Ilta', language: 'fi', date: '2026-12-01' });
    expect(problem?.detail).toBe(
      'The statement of funding A72158 is missing: “Euroopan unionin osarahoittama”. Put it in the text.',
    );
  });

  test('phrases with any characters are words, never patterns', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (phrase, text) => {
        const problems = check(`${text} | ${phrase} | ${STATEMENT}`, { rule: { forbidden: [phrase] } });
        expect(Array.isArray(problems)).toBe(true);
      }),
    );
  });
});
