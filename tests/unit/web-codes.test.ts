import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AUDIT_ENDS, AUDIT_THINGS, AUDIT_VERBS } from '#posts/audit';
import { ReasonCode } from '#posts/reason';
import { ParkReason } from '#posts/schema/channel';
import { STATE_NAMES } from '#posts/state';

const ROOT = join(import.meta.dirname, '../..');
const I18N = join(ROOT, 'web/src/i18n');

/** What the interface says in a language: every key with its dots, of all its files. */
function wordsOf(language: string): ReadonlySet<string> {
  const files = readdirSync(I18N, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith(`${language}.json`));
  return new Set(files.flatMap((file) => keysOf(JSON.parse(readFileSync(join(I18N, file), 'utf8')), '')));
}

function keysOf(tree: Record<string, unknown>, path: string): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key] : keysOf(value as Record<string, unknown>, `${path}${key}.`),
  );
}

/** Where problems, notes and refusals are named: `code: '…'`, `new Refusal(409, '…'`, `conflict(…, '…')`. */
function codesIn(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
  return files.flatMap((file) => {
    const text = readFileSync(join(ROOT, folder, file), 'utf8');
    const forms = [
      /\bcode: '([a-z-]+)'/g,
      /new Refusal\(\s*\d+,\s*'([a-z-]+)'/g,
      /conflict\([^;]*?'([a-z]+(?:-[a-z]+)+)',?\s*\)/g,
    ];
    return forms.flatMap((form) => [...text.matchAll(form)].map(([, code]) => code ?? ''));
  });
}

/** Reasons of a post have words of their own; a calendar's unreadable file is told as the source's state. */
const ELSEWHERE = new Set<string>(ReasonCode.options);

test.each(['fi', 'sv', 'en'])('in %s everything that the server may say by a code has words', (language) => {
  const words = wordsOf(language);
  const missing = (prefix: string, codes: readonly string[]) =>
    codes.map((code) => `${prefix}.${code}`).filter((key) => !words.has(key));
  expect(missing('reason', ReasonCode.options)).toEqual([]);
  expect(missing('hold', ParkReason.options)).toEqual([]);
  expect(
    missing(
      'state',
      STATE_NAMES.map((name) => `${name}.what`),
    ),
  ).toEqual([]);
  expect(missing('audit.thing', AUDIT_THINGS)).toEqual([]);
  expect(missing('audit.verb', AUDIT_VERBS)).toEqual([]);
  expect(missing('audit.end', AUDIT_ENDS)).toEqual([]);
  const codes = [...new Set(['src/api', 'posts', 'src/imports'].flatMap(codesIn))].filter((one) => !ELSEWHERE.has(one));
  expect(codes.length).toBeGreaterThan(90);
  const told = (code: string) =>
    ['problem.code', 'imports.reason'].some(
      (prefix) => words.has(`${prefix}.${code}`) || words.has(`${prefix}.source-${code}`),
    );
  expect(codes.filter((code) => !told(code))).toEqual([]);
});
