import { eventTime } from '#posts/compose/event-lines';
import type { NoticeKind, NoticeLanguage } from '#posts/notices';
import type { Said, Words } from './contract.ts';
import { en } from './en.ts';
import { fi } from './fi.ts';
import { sv } from './sv.ts';

export type { Said } from './contract.ts';

export const WORDS: Readonly<Record<NoticeLanguage, Words>> = { fi, sv, en };

/** A notice as it is stored: its facts, not its words. */
export interface StoredNotice {
  readonly kind: NoticeKind;
  readonly thing: string;
  readonly thingId: string | null;
  readonly detail: Readonly<Record<string, string | null>>;
}

export interface Reader {
  readonly language: NoticeLanguage;
  /** The cluster's: people speak in its time. */
  readonly zone: string;
  /** Names by id, of those who were not erased. */
  readonly names: ReadonlyMap<string, string>;
}

/** The words of a notice. In its facts `when` is an instant (ISO 8601) and `who` a name of the audit log. */
export function say({ kind, detail }: StoredNotice, { language, zone, names }: Reader): Said {
  const words = WORDS[language];
  return words.kinds[kind]((name) => {
    const value = detail[name];
    if (!value) return '';
    if (name === 'when') return eventTime({ startsAt: new Date(value), endsAt: null }, language, zone);
    if (name === 'who') return names.get(value.replace(/^person:/, '')) ?? words.somebody;
    return value;
  });
}

/** Where in the staff interface it can be seen, below its address. */
export function pathOf({ thing, thingId }: Pick<StoredNotice, 'thing' | 'thingId'>): string {
  if (thing === 'post' && thingId) return `/posts/${thingId}`;
  if (thing === 'announcement' && thingId) return `/announcements/${thingId}`;
  return thing === 'channel' ? '/channels' : '/';
}
