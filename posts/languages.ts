import type { Language } from './schema/basics.ts';

/**
 * The same words with the cluster's languages first, in the cluster's order; others follow as they came. What came out
 * of a database has lost the order in which it was written.
 */
export function inOrder<Words>(
  words: Readonly<Record<Language, Words>>,
  languages: readonly Language[],
): Record<Language, Words> {
  const place = (language: Language) => (languages.indexOf(language) + 1 || languages.length + 1) as number;
  return Object.fromEntries(Object.entries(words).sort(([a], [b]) => place(a) - place(b)));
}
