import type { ImportItem } from '../schema/import.ts';
import type { Said } from './facts.ts';

/** Two sources round differently, and one counts from the doors, the other from the first words. */
export const SAME_TIME_MS = 10 * 60_000;

/**
 * Whether an announcement tells of the same thing as an item: called the same, at the same time, and nowhere else. Where
 * one of them tells no place, the name and the time decide.
 */
export function isSameThing(item: ImportItem, said: Said): boolean {
  const titles = Object.values(said.texts).map(({ title }) => letters(title));
  if (!titles.includes(letters(item.title))) return false;
  if (!item.event || !said.event) return item.event === null && said.event === null;
  if (Math.abs(Date.parse(item.event.startsAt) - Date.parse(said.event.startsAt)) > SAME_TIME_MS) return false;
  return isSamePlace(item.event.place, said.event.place);
}

function isSamePlace(a: string | null, b: string | null): boolean {
  const [one, other] = [letters(a ?? ''), letters(b ?? '')];
  return one.includes(other) || other.includes(one);
}

/** Words without what differs by habit: signs, spaces, capitals. */
function letters(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}
