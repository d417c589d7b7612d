import { defaultWorthUntil } from './due.ts';
import { nextAllowed, type PostingRules, whyNotNow } from './posting-hours.ts';
import type { Note } from './problem.ts';
import type { Names } from './schema/basics.ts';
import { formatLocal, localDate, type Shift, shiftLocalNoted } from './time.ts';

/** What a step says of its event. */
export const STEP_TEXTS = ['invitation', 'reminder', 'soon', 'thanks'] as const;
export type StepText = (typeof STEP_TEXTS)[number];

/** One step of a campaign, relative to the event's start: `{ key: 'week-before', days: -7 }`. Days keep the local hour. */
export interface CampaignStep {
  readonly key: string;
  readonly days?: number | undefined;
  readonly hours?: number | undefined;
  /** Left out: by its distance from the event. */
  readonly text?: StepText | undefined;
  /** What stands before the title, by language, instead of what Kaiku would write. */
  readonly headings?: Names | undefined;
  /** Relative to the event's start; nothing of the step goes out later. Left out: design §5.7. */
  readonly worthUntil?: { readonly days?: number | undefined; readonly hours?: number | undefined } | undefined;
  /** True: posting hours do not move it. */
  readonly anyHour?: boolean | undefined;
}

/** When one step goes out, and what there is to tell about it. */
export interface StepMoment {
  readonly step: CampaignStep;
  readonly at: Date;
  readonly worthUntil: Date;
  /** Where the step itself points, when the moment is another. */
  readonly movedFrom: Date | null;
  readonly notes: readonly Note[];
}

interface Timed {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

/**
 * The moments of a campaign's steps, in local time, within the posting hours, never past the time until which a step is
 * worth saying. Pure.
 * @param rules null where every moment will do
 */
export function stepMoments(
  steps: readonly CampaignStep[],
  event: Timed,
  rules: PostingRules | null,
  zone: string,
): StepMoment[] {
  return steps.map((step) => momentOf(step, event, rules, zone));
}

function momentOf(step: CampaignStep, event: Timed, rules: PostingRules | null, zone: string): StepMoment {
  const own = shiftLocalNoted(event.startsAt, zone, shiftOf(step));
  const { base, late } = afterTheEnd(step, own.instant, event, zone);
  const worthUntil = step.worthUntil
    ? shiftLocalNoted(event.startsAt, zone, shiftOf(step.worthUntil)).instant
    : defaultWorthUntil(base, event.startsAt);
  const notes: Note[] = [];
  if (own.note) notes.push(clockNote(step, own.instant, own.note, zone));
  if (late) notes.push(late);
  const reason = rules && !step.anyHour ? whyNotNow(base, rules, zone) : null;
  const allowed = rules && reason ? nextAllowed(base, rules, zone) : null;
  const inTime = allowed !== null && allowed < worthUntil;
  const at = inTime ? allowed : base;
  if (reason) notes.push(inTime ? movedNote(step, base, at, reason, zone) : keptNote(step, base, reason, zone));
  return { step, at, worthUntil, movedFrom: at.getTime() === own.instant.getTime() ? null : own.instant, notes };
}

/** A step that would fall into an event of several days comes as long after its end as it was to come after its start. */
function afterTheEnd(step: CampaignStep, at: Date, event: Timed, zone: string): { base: Date; late: Note | null } {
  const { startsAt, endsAt } = event;
  if (!endsAt || at <= startsAt || at > endsAt || localDate(endsAt, zone) === localDate(startsAt, zone)) {
    return { base: at, late: null };
  }
  const base = shiftLocalNoted(endsAt, zone, shiftOf(step)).instant;
  const detail = `step "${step.key}" comes after the event’s end, ${formatLocal(base, zone)}, instead of ${formatLocal(at, zone)}`;
  return { base, late: { code: 'step-after-end', detail } };
}

function shiftOf({ days, hours }: { days?: number | undefined; hours?: number | undefined }): Shift {
  return { days: days ?? 0, hours: hours ?? 0 };
}

const REASONS = {
  hour: 'it is outside the posting hours',
  weekday: 'campaigns do not post on that weekday',
  holiday: 'it is a public holiday',
} as const;

function movedNote(step: CampaignStep, from: Date, to: Date, reason: keyof typeof REASONS, zone: string): Note {
  const detail = `step "${step.key}" moves from ${formatLocal(from, zone)} to ${formatLocal(to, zone)}: ${REASONS[reason]}`;
  return { code: `step-moved-${reason}`, detail };
}

function keptNote(step: CampaignStep, at: Date, reason: keyof typeof REASONS, zone: string): Note {
  const why = 'but the next moment would be too late to be worth saying';
  return {
    code: 'step-kept',
    detail: `step "${step.key}" stays at ${formatLocal(at, zone)}: ${REASONS[reason]}, ${why}`,
  };
}

function clockNote(step: CampaignStep, at: Date, note: 'moved-forward' | 'first-of-two', zone: string): Note {
  return note === 'moved-forward'
    ? {
        code: 'time-moved',
        detail: `step "${step.key}": clocks go forward over its time; ${formatLocal(at, zone)} was taken`,
      }
    : {
        code: 'time-twice',
        detail: `step "${step.key}": ${formatLocal(at, zone)} exists twice, because clocks go back; the first was taken`,
      };
}
