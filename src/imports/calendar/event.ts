import ICAL from 'ical.js';
import type { AtWall, Zones } from './zones.ts';

/** A day or a moment, as a property tells it. */
export interface When {
  readonly wall: ICAL.Time;
  readonly allDay: boolean;
  readonly at: Date;
  /** How other times of the same series become instants. */
  readonly atWall: AtWall;
}

/** One VEVENT, its times understood and its words as they were written. */
export interface Vevent {
  readonly component: ICAL.Component;
  readonly uid: string | null;
  readonly start: When;
  /** In milliseconds; null where the event only begins. */
  readonly lasts: number | null;
  /** Of which instance it speaks; null: of the whole series. */
  readonly instance: { readonly key: string; readonly at: Date; readonly andLater: boolean } | null;
  readonly repeated: boolean;
  readonly sequence: number;
}

/** Why one event cannot be taken. */
export class Unfit extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}

const DAY_MS = 86_400_000;

/** @throws Unfit with what is wrong with it, in words */
export function readEvent(block: string, zones: Zones, floating: AtWall): Vevent {
  const component = parsed(block);
  const start = whenOf(component, 'dtstart', zones, floating);
  if (!start) throw new Unfit('no-start', 'It has no start (DTSTART).');
  const recurrence = whenOf(component, 'recurrence-id', zones, floating);
  const sequence = Number(component.getFirstPropertyValue('sequence') ?? 0);
  return {
    component,
    uid: textOf(component, 'uid'),
    start,
    lasts: lengthOf(component, start, zones, floating),
    instance: recurrence && {
      key: keyOf(recurrence),
      at: recurrence.at,
      andLater: String(component.getFirstProperty('recurrence-id')?.getParameter('range') ?? '') === 'THISANDFUTURE',
    },
    repeated: component.hasProperty('rrule') || component.hasProperty('rdate'),
    sequence: Number.isFinite(sequence) ? sequence : 0,
  };
}

/** Names an instance of a series: `20261201` or `20261201T070000Z`. */
export function keyOf({ wall, allDay, at }: Pick<When, 'wall' | 'allDay' | 'at'>): string {
  if (allDay) return wall.toString().replaceAll('-', '');
  return at
    .toISOString()
    .replaceAll(/[-:]/g, '')
    .replace(/\.\d{3}/, '');
}

/** A text as it was written; null when it is missing or empty. */
export function textOf(component: ICAL.Component, name: string): string | null {
  const value: unknown = component.getFirstPropertyValue(name);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

/** Every time of a property that may name many: EXDATE, RDATE. A period gives its start. */
export function whensOf(component: ICAL.Component, name: string, zones: Zones, floating: AtWall): When[] {
  return component.getAllProperties(name).flatMap((property) =>
    property.getValues().flatMap((value: unknown) => {
      const wall = value instanceof ICAL.Period ? value.start : value;
      const when = wall instanceof ICAL.Time ? understood(wall, property, zones, floating) : null;
      return when ? [when] : [];
    }),
  );
}

function parsed(block: string): ICAL.Component {
  try {
    return new ICAL.Component(ICAL.parse(block) as unknown[]);
  } catch {
    throw brokenEvent();
  }
}

export function brokenEvent(): Unfit {
  return new Unfit('broken', 'It is not written as iCalendar (RFC 5545) has it, and cannot be read.');
}

function whenOf(component: ICAL.Component, name: string, zones: Zones, floating: AtWall): When | null {
  const property = component.getFirstProperty(name);
  if (!property) return null;
  const value: unknown = property.getFirstValue();
  // ical.js makes the 45th of a month a day of the next one.
  if (!(value instanceof ICAL.Time) || value.toString() !== String(property.toJSON()[3])) throw notATime(property);
  return understood(value, property, zones, floating);
}

function understood(wall: ICAL.Time, property: ICAL.Property, zones: Zones, floating: AtWall): When {
  const tzid = property.getParameter('tzid');
  const atWall = wall.isDate || !tzid ? (isUtc(wall) ? inUtc : floating) : zones.of(String(tzid));
  if (!atWall) {
    throw new Unfit(
      'unknown-zone',
      `Its time zone “${String(tzid)}” is not known, and the calendar does not define it.`,
    );
  }
  const at = isSound(wall) ? (isUtc(wall) ? inUtc(wall) : atWall(wall)) : null;
  if (!at) throw notATime(property);
  return { wall, allDay: wall.isDate, at, atWall: isUtc(wall) ? inUtc : atWall };
}

function notATime(property: ICAL.Property): Unfit {
  return new Unfit('no-such-time', `Its ${property.name.toUpperCase()} is no time that exists.`);
}

function lengthOf(component: ICAL.Component, start: When, zones: Zones, floating: AtWall): number | null {
  const duration: unknown = component.getFirstPropertyValue('duration');
  if (duration instanceof ICAL.Duration) return Math.max(0, duration.toSeconds() * 1000) || null;
  const end = component.hasProperty('dtend') ? whenOf(component, 'dtend', zones, floating) : null;
  if (start.allDay) {
    const days = end ? Math.round((inUtc(end.wall).getTime() - inUtc(start.wall).getTime()) / DAY_MS) : 1;
    return Math.max(1, days) * DAY_MS;
  }
  const lasts = end ? end.at.getTime() - start.at.getTime() : 0;
  return lasts > 0 ? lasts : null;
}

function isUtc(wall: ICAL.Time): boolean {
  return wall.zone === ICAL.Timezone.utcTimezone;
}

/** ical.js takes any digits. */
function isSound({ year, month, day, hour, minute, second }: ICAL.Time): boolean {
  return [year, month, day, hour, minute, second].every(Number.isInteger) && year > 1900 && year < 3000;
}

function inUtc({ year, month, day, hour, minute, second }: ICAL.Time): Date {
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}
