import ICAL from 'ical.js';
import { findIana } from 'windows-iana';
import { resolveTime } from '#posts/time';

/** Turns the time on a wall in one zone into an instant; null when the calendar has no such day. */
export type AtWall = (wall: ICAL.Time) => Date | null;

/**
 * The zones of one file. A name of the IANA database is taken at its word, which is kept up to date on this machine;
 * then Windows' names (Unicode CLDR's table, by the package windows-iana); then what the file itself defines.
 */
export interface Zones {
  /** Null: the zone is known neither to us nor to the file. */
  of(tzid: string): AtWall | null;
}

export function zonesOf(blocks: readonly string[]): Zones {
  const defined = new Map<string, ICAL.Timezone>();
  for (const block of blocks) {
    const zone = definition(block);
    if (zone) defined.set(zone.tzid, zone);
  }
  const known = new Map<string, AtWall | null>();
  return {
    of(tzid) {
      const there = known.get(tzid);
      if (there !== undefined) return there;
      const name = ianaName(tzid);
      const own = defined.get(tzid);
      const found = name ? inZone(name) : own ? byDefinition(own) : null;
      known.set(tzid, found);
      return found;
    },
  };
}

/** A zone of the IANA database. */
export function inZone(zone: string): AtWall {
  return (wall) => {
    const resolved = resolveTime(written(wall), zone);
    return resolved.ok ? resolved.instant : null;
  };
}

/** `2026-12-01T09:00:00` */
function written(wall: ICAL.Time): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const year = String(wall.year).padStart(4, '0');
  return `${year}-${two(wall.month)}-${two(wall.day)}T${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}`;
}

function byDefinition(zone: ICAL.Timezone): AtWall {
  return (wall) => {
    const there = wall.clone();
    there.zone = zone;
    const seconds = there.toUnixTime();
    return Number.isFinite(seconds) ? new Date(seconds * 1000) : null;
  };
}

function definition(block: string): ICAL.Timezone | null {
  try {
    const component = new ICAL.Component(ICAL.parse(block) as unknown[]);
    return component.getFirstProperty('tzid') ? new ICAL.Timezone(component) : null;
  } catch {
    return null;
  }
}

/** The IANA name that a TZID means; null when it means none that we know. */
function ianaName(tzid: string): string | null {
  const plain = tzid.trim().replace(/^"|"$/g, '');
  if (isZone(plain)) return plain;
  // Some programs put a path before the name: /freeassociation.sourceforge.net/Tzfile/Europe/Helsinki
  const tail = /([A-Za-z_]+\/[A-Za-z_+-]+(?:\/[A-Za-z_]+)?)$/.exec(plain)?.[1];
  if (plain.startsWith('/') && tail) {
    const last = tail.split('/').slice(-2).join('/');
    if (isZone(tail)) return tail;
    if (isZone(last)) return last;
  }
  return findIana(plain).find(isZone) ?? byCity(plain);
}

/** Outlook also writes what its list shows: "(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius". */
function byCity(name: string): string | null {
  if (!/^\((?:UTC|GMT)/i.test(name)) return null;
  const cities = name.replace(/^\([^)]*\)\s*/, '').split(/,\s*/);
  return Intl.supportedValuesOf('timeZone').find((zone) => cities.includes(cityOf(zone))) ?? null;
}

function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? '').replaceAll('_', ' ');
}

/** Only names with a place: "EST" and its like are offsets without summers, and mean different things to programs. */
function isZone(name: string): boolean {
  if (!/^(?:UTC|GMT|[A-Za-z]+\/[\w+/-]+)$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
