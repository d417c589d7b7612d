import type { Draft, DraftText } from './draft.ts';
import { NO_TEXT } from './draft.ts';

/** One thing of a draft that two people may both change. */
export interface Part {
  /** Names it among the parts of a draft. */
  readonly key: string;
  /** As problems point at it, for its name in words. */
  readonly pointer: string;
  /** What it says, to be read beside another's. */
  words(draft: Draft): string;
  /** What makes it the same or another; the words, where nothing else is said. */
  readonly value?: (draft: Draft) => string;
  /** `into`, with this part as `from` has it. */
  take(into: Draft, from: Draft): Draft;
}

const TEXT_PARTS = [
  'title',
  'body',
  'firstComment',
  'channels',
  'variants',
  'ofChannels',
] as const satisfies (keyof DraftText)[];

/** Which fields stand for one part; the first names it. */
const FIELDS: readonly (readonly [keyof Draft, ...(keyof Draft)[]])[] = [
  ['organisation'],
  ['link', 'linkCard'],
  ['images'],
  ['themes'],
  ['targetGroups'],
  ['funding'],
  ['channels'],
  ['publishAt', 'when'],
  ['worthUntil'],
  ['campaign'],
  ['postponed'],
  ['recurrence'],
];

/** Every part of these drafts. */
function partsOf(drafts: readonly Draft[]): Part[] {
  const languages = [...new Set(drafts.flatMap(({ texts }) => Object.keys(texts)))];
  const events = [...new Set(drafts.flatMap(({ event }) => Object.keys(event) as (keyof Draft['event'])[]))];
  return [
    ...languages.flatMap((language) => TEXT_PARTS.map((name) => textPart(language, name))),
    ...events.map(eventPart),
    ...FIELDS.map(fieldPart),
  ];
}

function textPart(language: string, name: (typeof TEXT_PARTS)[number]): Part {
  const of = ({ texts }: Draft) => (texts[language] ?? NO_TEXT)[name];
  return {
    key: `texts.${language}.${name}`,
    pointer: `/texts/${language}/${name === 'channels' || name === 'ofChannels' ? 'body' : name}`,
    words: (draft) => wordsOf(of(draft)),
    ...(name === 'ofChannels' ? { value: (draft: Draft) => JSON.stringify(of(draft)) } : {}),
    take: (into, from) => ({
      ...into,
      texts: { ...into.texts, [language]: { ...(into.texts[language] ?? NO_TEXT), [name]: of(from) } },
    }),
  };
}

function eventPart(name: keyof Draft['event']): Part {
  return {
    key: `event.${name}`,
    pointer: `/event/${name}`,
    words: ({ event }) => wordsOf(event[name]),
    take: (into, from) => ({ ...into, event: { ...into.event, [name]: from.event[name] } }),
  };
}

function fieldPart(names: (typeof FIELDS)[number]): Part {
  const [first] = names;
  return {
    key: first,
    pointer: `/${first === 'images' ? 'media' : first}`,
    words: (draft) =>
      wordsOf(first === 'images' ? draft.images.map(({ alt, fileName }) => alt || fileName) : draft[first]),
    // The words of a picture are its own and not the announcement's.
    ...(first === 'images' ? { value: picturesOf } : {}),
    take: (into, from) => ({ ...into, ...Object.fromEntries(names.map((name) => [name, from[name]])) }),
  };
}

function picturesOf({ images }: Draft): string {
  return JSON.stringify(images.map(({ id, key, crops }) => [id ?? key, crops]));
}

function isVariant(one: unknown): one is { body: string } {
  return typeof one === 'object' && one !== null && 'body' in one;
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => (isVariant(one) ? `– ${one.body}` : one)).join(', ');
  if (typeof value === 'boolean') return value ? '✓' : '';
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, words]) => `${name}: ${words}`)
      .join('\n');
  }
  return typeof value === 'string' ? value.trim() : '';
}

export interface Meeting {
  /** Changed by both, and differently: a person chooses. */
  readonly conflicts: readonly Part[];
  /** Everything else brought together: each one's changes, mine where both changed. */
  readonly merged: Draft;
}

/**
 * Brings two people's changes together. Pure.
 * @param base what both began with
 */
export function meet(base: Draft, mine: Draft, theirs: Draft): Meeting {
  const conflicts: Part[] = [];
  let merged = mine;
  for (const part of partsOf([base, mine, theirs])) {
    const [was, my, their] = [base, mine, theirs].map((draft) => (part.value ?? part.words)(draft));
    if (their === was || their === my) continue;
    if (my === was) merged = part.take(merged, theirs);
    else conflicts.push(part);
  }
  return { conflicts, merged };
}
