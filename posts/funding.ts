import { linksIn } from './links.ts';
import type { Language } from './schema/basics.ts';
import { holdsWords, plainWords } from './words.ts';

/** What a funding asks of every post that names it (design §10). Dates are in the cluster's zone, `2026-12-01`, inclusive. */
export interface FundingRule {
  readonly code: string;
  readonly statements: Readonly<Record<Language, string>>;
  /** Words and phrases that must not stand in the text. */
  readonly forbidden: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
}

/** An error blocks approval, a warning is shown. `detail` is told to the author. */
export interface FundingProblem {
  readonly code:
    | 'funding-none'
    | 'funding-statement-missing'
    | 'funding-language-missing'
    | 'funding-forbidden-words'
    | 'funding-outside-period';
  readonly severity: 'error' | 'warning';
  readonly detail: string;
}

/**
 * The statement of the period 2021–2027 in its languages (Regulation (EU) 2021/1060, Article 50;
 * rakennerahastot.fi/viestinta).
 */
export const EU_STATEMENTS_2021: Readonly<Record<Language, string>> = {
  fi: 'Euroopan unionin osarahoittama',
  sv: 'Medfinansieras av Europeiska unionen',
  en: 'Co-funded by the European Union',
};

/** What may not stand beside that statement: the funds' names and the slogan of the period before. */
export const EU_FORBIDDEN_2021: readonly string[] = [
  'Euroopan aluekehitysrahasto',
  'EAKR',
  'Euroopan sosiaalirahasto',
  'ESR',
  'Oikeudenmukaisen siirtymän rahasto',
  'Europeiska regionala utvecklingsfonden',
  'ERUF',
  'Europeiska socialfonden',
  'European Regional Development Fund',
  'ERDF',
  'European Social Fund',
  'Vipuvoimaa EU:lta',
  'Hävkraft från EU',
  'Leverage from the EU',
];

// Finnish cases and the Swedish and English genitive. Only long phrases take them: "EAKR" plus letters is another word.
const ENDINGS =
  "(?:n|in|on|un|an|a|ä|ta|tä|ja|jä|na|nä|ksi|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|tta|ttä|jen|ien|ista|istä|issa|issä|ille|s|[’']s)?";
const LONG_PHRASE = 12;

/**
 * Whether a composed text obeys its funding.
 * @param rule null: the announcement names no funding, which is only a warning
 * @param post the text as a reader sees it, its language, and the date on which it goes out in the cluster's zone
 * @returns every problem at once; empty when the rule is kept
 */
export function checkFunding(
  rule: FundingRule | null,
  post: { readonly text: string; readonly language: Language; readonly date: string },
): FundingProblem[] {
  if (!rule) return [{ code: 'funding-none', severity: 'warning', detail: 'No funding is named.' }];
  return [...statementProblems(rule, post), ...forbiddenProblems(rule, post.text), ...periodProblems(rule, post.date)];
}

function statementProblems(rule: FundingRule, post: { text: string; language: Language }): FundingProblem[] {
  const statement = rule.statements[post.language]?.trim() ?? '';
  if (statement === '') {
    const detail = `Funding ${rule.code} has no statement in the language “${post.language}”. Add it to the funding.`;
    return [{ code: 'funding-language-missing', severity: 'warning', detail }];
  }
  if (holdsWords(post.text, statement)) return [];
  const detail = `The statement of funding ${rule.code} is missing: “${statement}”. Put it in the text.`;
  return [{ code: 'funding-statement-missing', severity: 'error', detail }];
}

function forbiddenProblems(rule: FundingRule, text: string): FundingProblem[] {
  const own = withoutStatements(withoutAddresses(text), rule);
  return rule.forbidden
    .filter((phrase) => phrase.trim() !== '')
    .filter((phrase) => holdsWords(own, phrase, phrase.length >= LONG_PHRASE ? ENDINGS : ''))
    .map((phrase) => ({
      code: 'funding-forbidden-words',
      severity: 'error',
      detail: `“${phrase.trim()}” may not stand beside the statement of funding ${rule.code}. Leave it out.`,
    }));
}

/** A word inside an address is not a name beside the statement. */
function withoutAddresses(text: string): string {
  return linksIn(text).reduce((rest, url) => rest.replace(url, ' · '), text);
}

/** The statement itself is never its own forbidden neighbour: the period 2014–2020 named the fund in it. */
function withoutStatements(text: string, rule: FundingRule): string {
  return Object.values(rule.statements)
    .map(plainWords)
    .filter((statement) => statement !== '')
    .reduce((rest, statement) => rest.replaceAll(statement, ' · '), plainWords(text));
}

function periodProblems(rule: FundingRule, date: string): FundingProblem[] {
  const early = rule.from !== null && date < rule.from;
  const late = rule.to !== null && date > rule.to;
  if (!early && !late) return [];
  const detail = `${date} is ${early ? 'before' : 'after'} the period of funding ${rule.code} (${rule.from ?? '…'} to ${rule.to ?? '…'}).`;
  return [{ code: 'funding-outside-period', severity: 'warning', detail }];
}
