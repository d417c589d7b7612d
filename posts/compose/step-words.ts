import type { CampaignStep, StepText } from '../campaign.ts';
import type { Language } from '../schema/basics.ts';
import { localDate } from '../time.ts';
import { eventClock, eventDate, eventTime, placeLine } from './event-lines.ts';
import type { MessageEvent } from './message.ts';
import { STEP_WORDINGS } from './step-wordings.ts';
import { shorten } from './text.ts';

/** The words that a channel composes from. `event` null: its facts are not told, because it is over or off. */
export interface Words {
  readonly title: string;
  readonly body: string;
  readonly event: MessageEvent | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A reminder says so much of the text, up to the end of a paragraph or a sentence; the rest stands in the invitation. */
const REMINDER_LENGTH = 280;
const LONGEST_TITLE = 200;

/** Which text a step has: the one it names, or by its distance from the event. */
export function textOf(step: CampaignStep): StepText {
  if (step.text) return step.text;
  const hours = (step.days ?? 0) * 24 + (step.hours ?? 0);
  if (hours > 0) return 'thanks';
  if (hours > -12) return 'soon';
  return hours > -14 * 24 ? 'reminder' : 'invitation';
}

/**
 * What a step says of its event, in one language: a lead such as "Huomenna" before the title, and as much of the text as
 * a reader needs so close to the event. Never empty. A language whose words Kaiku does not know keeps the author's own.
 * @param at when it goes out: "tomorrow" is true of that day, whatever the step is called
 */
export function stepWords(
  words: Words & { readonly event: MessageEvent },
  step: CampaignStep,
  at: Date,
  language: Language,
  zone: string,
): Words {
  const { event } = words;
  const wording = STEP_WORDINGS[language];
  const text = textOf(step);
  const lead = step.headings?.[language] ?? leadOf(text, event, at, language, zone);
  const title = led(lead, words.title);
  switch (text) {
    case 'invitation':
      return { ...words, title };
    case 'reminder':
      return {
        ...words,
        title,
        body: [beginning(words.body), farewell(event, at, language, zone)].join('\n\n').trim(),
      };
    case 'soon':
      return { ...words, title, body: soonBody(words, language, zone) };
    case 'thanks': {
      const date = eventDate(event.startsAt, language, zone);
      return { title, body: wording?.thanked(words.title, date) ?? `${words.title}\n\n${date}`, event: null };
    }
  }
}

/** What is said when an event does not happen, or not when it was to. */
export function newsWords(
  news: 'cancelled' | 'postponed',
  words: Words & { readonly event: MessageEvent },
  language: Language,
  zone: string,
): Words {
  // Where Kaiku knows no words, English ones are better than none: a person reads the draft before it goes out.
  const wording = STEP_WORDINGS[language] ?? STEP_WORDINGS.en;
  if (!wording) throw new Error('there are no English words');
  const when = eventTime({ startsAt: words.event.startsAt, endsAt: null }, language, zone);
  const body = news === 'cancelled' ? wording.cancelledBody : wording.postponedBody;
  return { title: led(wording[news], words.title), body: body(words.title, when), event: null };
}

function leadOf(text: StepText, event: MessageEvent, at: Date, language: Language, zone: string): string {
  const wording = STEP_WORDINGS[language];
  if (!wording) return '';
  if (text === 'thanks') return wording.thanks;
  const left = event.startsAt.getTime() - at.getTime();
  const days = daysBetween(at, event.startsAt, zone);
  if (days > 2) return wording.days(days);
  if (days === 2) return wording.dayAfterTomorrow;
  if (days === 1 && text !== 'soon') return wording.tomorrow;
  if (text !== 'soon') return wording.today;
  const hours = Math.round(left / HOUR_MS);
  return hours < 1 ? wording.now : wording.hours(hours);
}

function soonBody({ body, event }: Words & { readonly event: MessageEvent }, language: Language, zone: string): string {
  const wording = STEP_WORDINGS[language];
  if (!wording) return beginning(body);
  return [wording.soon(eventClock(event, language, zone)), placeLine(event, language)].join('\n\n').trim();
}

function farewell(event: MessageEvent, at: Date, language: Language, zone: string): string {
  const wording = STEP_WORDINGS[language]?.seeYou;
  if (!wording) return '';
  const days = daysBetween(at, event.startsAt, zone);
  if (days <= 0) return wording.today;
  if (days === 1) return wording.tomorrow;
  return days <= 4 ? wording.soon : wording.later;
}

/** Calendar days in the zone. */
function daysBetween(from: Date, to: Date, zone: string): number {
  const [a, b] = [from, to].map((at) => Date.parse(`${localDate(at, zone)}T00:00:00Z`)) as [number, number];
  return Math.round((b - a) / DAY_MS);
}

function led(lead: string, title: string): string {
  return shorten(lead === '' ? title : `${lead}: ${title}`, LONGEST_TITLE);
}

/** The first paragraph; of a long one its first sentences. */
function beginning(body: string): string {
  const [first = body] = body.split(/\n\s*\n/, 1);
  if (first.length <= REMINDER_LENGTH) return first;
  const sentences = /^[\s\S]*[.!?…](?=\s)/u.exec(first.slice(0, REMINDER_LENGTH));
  return sentences?.[0] ?? shorten(first, REMINDER_LENGTH);
}
