import type ICAL from 'ical.js';
import { shiftLocal } from '#posts/time';
import { keyOf, Unfit, type Vevent, whensOf } from './event.ts';
import type { Instance } from './item.ts';
import { type Budget, repeats, TooManySteps } from './repeat.ts';
import { type AtWall, inZone, type Zones } from './zones.ts';

/** An instance of a series, with the VEVENT whose words it carries. */
export interface Told {
  readonly component: ICAL.Component;
  readonly instance: Instance;
}

export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export interface SeriesContext {
  readonly zones: Zones;
  readonly floating: AtWall;
  readonly zone: string;
  readonly span: Span;
  readonly budget: Budget;
}

const MINUTE_MS = 60_000;

/**
 * Everything of one UID that starts in the span: what repeats, less what is taken out (EXDATE), with single instances
 * told otherwise (RECURRENCE-ID), wherever those have moved.
 * @throws Unfit when the rule cannot be followed
 */
export function instancesOf(uid: string, known: boolean, events: readonly Vevent[], context: SeriesContext): Told[] {
  const own = events.filter(({ instance }) => instance !== null);
  const master = newest(events.filter(({ instance }) => instance === null));
  const single = new Map(
    own.filter(({ instance }) => !instance?.andLater).map((event) => [event.instance?.key, event]),
  );
  const later = own.filter(({ instance }) => instance?.andLater).sort((a, b) => when(a) - when(b));
  const told: Told[] = [];
  const add = (event: Vevent, at: Date, key: string | null) => {
    if (at < context.span.from || at >= context.span.to) return;
    const named = key === null ? uid : `${uid}#${key}`;
    told.push({ component: event.component, instance: instanceAt(event, at, named, known, context.zone) });
  };
  if (master) {
    for (const { key, at } of occurrences(master, own, context)) {
      if (key !== null && single.has(key)) continue;
      const change = key === null ? undefined : later.findLast((event) => when(event) <= at.getTime());
      if (change) add(change, new Date(at.getTime() + change.start.at.getTime() - when(change)), key);
      else add(master, at, key);
    }
  }
  for (const [key, event] of single) add(event, event.start.at, key ?? null);
  if (!master) for (const event of later) add(event, event.start.at, event.instance?.key ?? null);
  return told;
}

/** When the master's own time says it is; the key is null for what happens once. */
function occurrences(
  master: Vevent,
  own: readonly Vevent[],
  context: SeriesContext,
): { key: string | null; at: Date }[] {
  if (!master.repeated) return [{ key: own.length > 0 ? keyOf(master.start) : null, at: master.start.at }];
  const { zones, floating, span, budget } = context;
  // A change of all later instances may bring one into the span from outside of it.
  const shift = Math.max(0, ...own.map((event) => Math.abs(event.start.at.getTime() - when(event))));
  const end = span.to.getTime() + shift;
  const atWall = master.start.allDay ? inZone(context.zone) : master.start.atWall;
  const found = new Map<string, Date>();
  const put = (at: Date, wall: ICAL.Time) => found.set(keyOf({ wall, allDay: master.start.allDay, at }), at);
  put(master.start.at, master.start.wall);
  try {
    for (const rule of master.component.getAllProperties('rrule')) {
      const recur = rule.getFirstValue() as unknown as ICAL.Recur;
      const enough = (wall: ICAL.Time) => (atWall(wall)?.getTime() ?? 0) >= end;
      for (const wall of repeats(recur, master.start.wall, budget, enough)) {
        const at = atWall(wall);
        if (at && at.getTime() >= span.from.getTime() - shift) put(at, wall);
      }
    }
  } catch (error) {
    if (error instanceof TooManySteps)
      throw new Unfit('endless-rule', 'Its rule of repetition names more times than can be counted, or none at all.');
    throw new Unfit('broken-rule', 'Its rule of repetition (RRULE) cannot be followed.');
  }
  for (const { at, wall } of whensOf(master.component, 'rdate', zones, floating)) put(at, wall);
  for (const out of whensOf(master.component, 'exdate', zones, floating)) {
    for (const [key, at] of found) if (isSame(out.allDay, keyOf(out), key, out.at, at)) found.delete(key);
  }
  return [...found].map(([key, at]) => ({ key, at }));
}

/** Some programs take a day out of a series of hours by the day alone. */
function isSame(outAllDay: boolean, outKey: string, key: string, out: Date, at: Date): boolean {
  if (outKey === key) return true;
  return outAllDay && key.includes('T') && at >= out && at.getTime() < out.getTime() + 86_400_000;
}

function instanceAt(event: Vevent, startsAt: Date, sourceId: string, known: boolean, zone: string): Instance {
  const { allDay } = event.start;
  const id = sourceId.slice(0, 500);
  return { startsAt, endsAt: endOf(event, startsAt, zone), allDay, sourceId: id, uid: known ? id : null };
}

/** The end of a day without hours is its last minute: DTEND names the day after it (RFC 5545 §3.6.1). */
function endOf(event: Vevent, startsAt: Date, zone: string): Date | null {
  if (event.lasts === null) return null;
  if (!event.start.allDay) return new Date(startsAt.getTime() + event.lasts);
  const days = Math.round(event.lasts / 86_400_000);
  return new Date(shiftLocal(startsAt, zone, { days }).getTime() - MINUTE_MS);
}

function when({ instance, start }: Vevent): number {
  return (instance?.at ?? start.at).getTime();
}

/** The same UID twice, without naming instances: the newer one counts. */
function newest(events: readonly Vevent[]): Vevent | undefined {
  return events.reduce<Vevent | undefined>(
    (best, event) => (best && best.sequence > event.sequence ? best : event),
    undefined,
  );
}
