import { type Note, type Problem, pointerTo } from '#posts/problem';
import { formatLocal } from '#posts/time';
import type { StoredEvent } from '#src/db/schema';
import { readInstant } from '../instants.ts';
import type { Sound } from './sound.ts';

export interface Times {
  readonly publishAt: Date | null;
  readonly worthUntil: Date | null;
  readonly event: StoredEvent | null;
  readonly problems: readonly Problem[];
  readonly notes: readonly Note[];
}

/** Times as people write them → instants, with what the change of clocks did to them. */
export function readTimes(sound: Sound, zone: string): Times {
  const problems: Problem[] = [];
  const notes: Note[] = [];
  const read = (path: string[], value: string | null | undefined): Date | null => {
    if (!value) return null;
    const resolved = readInstant(value, zone);
    if (!resolved.ok) {
      problems.push({ pointer: pointerTo(path), code: 'no-such-time', detail: resolved.detail });
      return null;
    }
    if (resolved.note) notes.push(clockNote(value, resolved.note, formatLocal(resolved.instant, zone)));
    return resolved.instant;
  };
  const publishAt = read(['publishAt'], sound.publishAt);
  const worthUntil = read(['worthUntil'], sound.worthUntil);
  const startsAt = read(['event', 'startsAt'], sound.event?.startsAt);
  const endsAt = read(['event', 'endsAt'], sound.event?.endsAt);
  const event = sound.event && startsAt ? stored(sound.event, startsAt, endsAt) : null;
  return { publishAt, worthUntil, event, problems, notes };
}

function stored(event: NonNullable<Sound['event']>, startsAt: Date, endsAt: Date | null): StoredEvent {
  return {
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    place: event.place ?? null,
    streamUrl: event.streamUrl ?? null,
    registrationUrl: event.registrationUrl ?? null,
    capacity: event.capacity ?? null,
    organiser: event.organiser ?? null,
    postponed: event.postponed ?? false,
  };
}

function clockNote(value: string, note: 'moved-forward' | 'first-of-two', local: string): Note {
  return note === 'moved-forward'
    ? { code: 'time-moved', detail: `${value} does not exist, because clocks go forward over it; ${local} was taken` }
    : { code: 'time-twice', detail: `${value} exists twice, because clocks go back; the first was taken` };
}
