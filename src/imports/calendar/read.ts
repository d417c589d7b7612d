import { setImmediate } from 'node:timers/promises';
import type { Note } from '#posts/problem';
import type { ImportItem, ImportRefusal } from '#posts/schema/import';
import { charsetOf } from '../bytes.ts';
import { cut, oneLine } from '../plain-text.ts';
import { MOST_ITEMS, type Read, type ReadContext, unreadable } from '../read.ts';
import { blocksOf, MOST_EVENTS } from './blocks.ts';
import { brokenEvent, readEvent, textOf, Unfit, type Vevent } from './event.ts';
import { derivedUid, itemOf } from './item.ts';
import { instancesOf, type SeriesContext, type Span } from './series.ts';
import { inZone, zonesOf } from './zones.ts';

const DAY_MS = 86_400_000;
/** Events that begin later are taken when they come nearer. */
const AHEAD_DAYS = 400;
/** Steps of all rules of one calendar together. */
const STEPS = 300_000;
/** After so many events others get their turn: the process may be publishing meanwhile. */
const AT_ONCE = 50;
const MOST_REFUSALS = 100;

/**
 * Reads an iCalendar file (RFC 5545): what begins from a day ago to 400 days ahead, the soonest 500. An event that is
 * broken is refused alone.
 * @param type the Content-Type that it came with
 */
export async function readCalendar(bytes: Uint8Array, type: string | null, context: ReadContext): Promise<Read> {
  const blocks = blocksOf(bytes, charsetOf(type));
  if (blocks.events.length === 0 && blocks.cutOff) {
    return unreadable(
      'cut-off',
      'The calendar ends in the middle. Perhaps it was not sent to its end; try again later.',
    );
  }
  const { now, zone } = context;
  const span: Span = {
    from: new Date(now.getTime() - DAY_MS),
    to: new Date(now.getTime() + AHEAD_DAYS * DAY_MS),
  };
  const floating = inZone(zone);
  const series: SeriesContext = { zones: zonesOf(blocks.zones), floating, zone, span, budget: { left: STEPS } };
  const refused: ImportRefusal[] = [];
  const groups = new Map<string, { known: boolean; events: Vevent[] }>();
  let past = 0;
  for (const [index, block] of blocks.events.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const read = attempt(() => readEvent(block, series.zones, floating), block, refused);
    if (!read) continue;
    if (isOver(read, span)) past += 1;
    else group(groups, read);
  }
  const items: ImportItem[] = [];
  for (const [index, [uid, { known, events }]] of [...groups].entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const told = attempt(() => instancesOf(uid, known, events, series), events[0], refused) ?? [];
    for (const { component, instance } of told) {
      const item = itemOf(component, instance);
      if (item) items.push(item);
      else refused.push({ title: uid, code: 'no-title', detail: 'It has neither a title nor a description.' });
    }
  }
  return finished(items, refused, { past, span, blocks });
}

function finished(
  items: ImportItem[],
  refused: ImportRefusal[],
  seen: { past: number; span: Span; blocks: ReturnType<typeof blocksOf> },
): Read {
  const { past, span, blocks } = seen;
  items.sort((a, b) => startOf(a).localeCompare(startOf(b)) || a.sourceId.localeCompare(b.sourceId));
  const taken = items.slice(0, MOST_ITEMS);
  const notes: Note[] = [];
  if (past > 0) notes.push({ code: 'past', detail: `${past} that are over were left out.` });
  if (items.length > taken.length) {
    const detail = `It holds ${items.length} coming events; the next ${MOST_ITEMS} were taken, the rest comes when these are over.`;
    notes.push({ code: 'too-many', detail });
  }
  if (blocks.more)
    notes.push({ code: 'too-many', detail: `Only the first ${MOST_EVENTS} entries of the file were read.` });
  if (blocks.cutOff) notes.push({ code: 'cut-off', detail: 'It ends in the middle of an entry.' });
  if (refused.length > MOST_REFUSALS)
    notes.push({
      code: 'refused',
      detail: `${refused.length} could not be taken; the first ${MOST_REFUSALS} are shown.`,
    });
  const last = taken.at(-1);
  const to = items.length > taken.length && last ? new Date(startOf(last)) : span.to;
  // What lies beyond the end of the file may be what seems to be missing.
  const whole = !blocks.cutOff && !blocks.more && refused.length <= MOST_REFUSALS;
  return {
    ok: true,
    items: taken,
    refused: refused.slice(0, MOST_REFUSALS),
    notes,
    covers: whole ? { from: span.from, to } : null,
  };
}

function attempt<T>(work: () => T, of: string | Vevent | undefined, refused: ImportRefusal[]): T | null {
  try {
    return work();
  } catch (error) {
    // Besides our own reasons, ical.js throws plain errors for whatever it cannot make sense of.
    const { code, message: detail } = error instanceof Unfit ? error : brokenEvent();
    refused.push({ title: titleOf(of), code, detail });
    return null;
  }
}

function titleOf(of: string | Vevent | undefined): string {
  const text =
    typeof of === 'string' ? /^SUMMARY[^:\r\n]*:(.*)$/im.exec(of)?.[1] : of && textOf(of.component, 'summary');
  return cut(oneLine(text ?? ''), 200) || '–';
}

/** Over for good: neither it nor a repetition of it can begin in the span. */
function isOver({ repeated, instance, start }: Vevent, span: Span): boolean {
  return !repeated && instance === null && start.at < span.from;
}

function group(groups: Map<string, { known: boolean; events: Vevent[] }>, event: Vevent): void {
  const uid = event.uid ?? derivedUid(event.component);
  const there = groups.get(uid);
  if (there) there.events.push(event);
  else groups.set(uid, { known: event.uid !== null, events: [event] });
}

function startOf(item: ImportItem): string {
  return item.event?.startsAt ?? '';
}
