import { type CampaignStep, stepMoments } from './campaign.ts';
import type { MessageEvent } from './compose/message.ts';
import { defaultWorthUntil } from './due.ts';
import type { PostingRules } from './posting-hours.ts';
import type { Note, Problem } from './problem.ts';
import type { Repeat } from './recurrence.ts';
import { formatLocal } from './time.ts';

/** A time this far past is taken as "now": a request takes a moment to arrive. */
const PAST_GRACE_MS = 60_000;

/** What a post is made for: its own time, a step of the campaign, a repetition, or news of the event itself. */
export type Occasion =
  | { readonly kind: 'first' }
  | { readonly kind: 'step'; readonly step: CampaignStep; readonly at: Date }
  | { readonly kind: 'repeat'; readonly no: number }
  | { readonly kind: 'news'; readonly news: 'cancelled' | 'postponed' };

/** One time at which something goes out on every channel; `movedFrom` is where posting hours moved it from. */
export interface Moment {
  readonly key: string | null;
  readonly at: Date;
  readonly worthUntil: Date;
  readonly occasion: Occasion;
  readonly movedFrom: Date | null;
  readonly notes: readonly Note[];
}

/** What of an announcement decides when its posts go out; instants are UTC. */
export interface Timed {
  readonly event: MessageEvent | null;
  readonly publishAt: Date | null;
  readonly worthUntil: Date | null;
  readonly steps: readonly CampaignStep[];
  /** When campaigns may post; null or left out: at any time. */
  readonly rules?: PostingRules | null;
  /** The times of an announcement that is repeated; the first is `publishAt`. */
  readonly repeats?: readonly Repeat[];
  /** True: the event has no date for now, so its steps have no times. */
  readonly postponed?: boolean;
}

/** Every moment at which something of it is said, what is wrong with them, and what was left out. Pure. */
export function momentsOf(source: Timed, now: Date, zone: string) {
  const problems: Problem[] = [];
  const notes: Note[] = [];
  const found: Moment[] = [];
  const { publishAt, event } = source;
  if (publishAt && publishAt.getTime() < now.getTime() - PAST_GRACE_MS) {
    const detail = `${formatLocal(publishAt, zone)} is past; choose a later time, or leave it out to publish at once`;
    problems.push({ pointer: '/publishAt', code: 'past', detail });
  }
  if (event?.endsAt && event.endsAt <= event.startsAt) {
    problems.push({ pointer: '/event/endsAt', code: 'order', detail: 'the event ends before it starts' });
  }
  const eventStart = event?.startsAt ?? null;
  const first = (at: Date, key: string | null, occasion: Occasion) =>
    found.push({
      key,
      at,
      worthUntil: source.worthUntil ?? defaultWorthUntil(at, eventStart),
      occasion,
      movedFrom: null,
      notes: [],
    });
  if (publishAt || source.steps.length === 0) first(publishAt ?? now, null, { kind: 'first' });
  for (const { key, at, no } of source.repeats ?? []) if (at > now) first(at, key, { kind: 'repeat', no });
  if (source.postponed && source.steps.length > 0) {
    notes.push({ code: 'waits', detail: 'the event has no date for now; its campaign waits for one' });
  }
  for (const moment of event && !source.postponed ? stepMoments(source.steps, event, source.rules ?? null, zone) : []) {
    const { step, at, movedFrom } = moment;
    if (at > now) {
      notes.push(...moment.notes);
      const worthUntil = source.worthUntil ?? moment.worthUntil;
      found.push({
        key: step.key,
        at,
        worthUntil,
        occasion: { kind: 'step', step, at },
        movedFrom,
        notes: moment.notes,
      });
    } else
      notes.push({
        code: 'step-past',
        detail: `step "${step.key}" (${formatLocal(at, zone)}) is already past and was left out`,
      });
  }
  if (found.length === 0 && !source.postponed) {
    problems.push({
      pointer: '/campaign',
      code: 'nothing-left',
      detail: 'every step of the campaign is already past; give publishAt',
    });
  }
  const { worthUntil } = source;
  if (worthUntil && found.some(({ at }) => at > worthUntil)) {
    problems.push({
      pointer: '/worthUntil',
      code: 'order',
      detail: 'a post would go out after the time until which it is worth saying',
    });
  }
  return { moments: found, problems, notes };
}
