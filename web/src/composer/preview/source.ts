import type { Message } from '#posts/compose/message';
import type { FundingRule } from '#posts/funding';
import { messageFor, type PlanSource } from '#posts/plan';
import { resolveTime } from '#posts/time';
import type { Channel, Funding } from '../../api/wire.ts';
import { cardOf, type Draft, NO_TEXT } from '../draft.ts';

/** The message as it would go out on one channel, made by the very rules that the server publishes by. */
export function composed(
  draft: Draft,
  channel: Pick<Channel, 'id' | 'slug' | 'kind' | 'languages'>,
  language: string,
  funding: Funding | null,
  zone: string,
): Message {
  return messageFor(sourceOf(draft, language, funding, zone), channel, language, zone);
}

function sourceOf(draft: Draft, language: string, funding: Funding | null, zone: string): PlanSource {
  const { title, body, firstComment, channels } = draft.texts[language] ?? NO_TEXT;
  const own = Object.entries(channels).filter(([, words]) => words.trim() !== '');
  return {
    texts: {
      [language]: {
        title: title.trim(),
        body: body.trim(),
        ...(firstComment.trim() ? { firstComment: firstComment.trim() } : {}),
        channels: Object.fromEntries(own.map(([slug, words]) => [slug, { body: words.trim() }])),
      },
    },
    link: draft.link.trim() || null,
    linkCard: cardOf(draft),
    images: draft.images.map(({ key, mime, bytes, width, height, alt }) => ({
      mediaId: key,
      sha256: '',
      mime,
      bytes,
      width,
      height,
      alt,
    })),
    event: eventOf(draft, zone),
    fundingStatements: funding?.statements ?? {},
    publishAt: null,
    worthUntil: null,
    steps: [],
  };
}

function eventOf(draft: Draft, zone: string): PlanSource['event'] {
  if (draft.kind !== 'event') return null;
  const starts = resolveTime(draft.event.startsAt, zone);
  if (!starts.ok) return null;
  const ends = resolveTime(draft.event.endsAt, zone);
  const said = (words: string) => words.trim() || null;
  return {
    startsAt: starts.instant,
    endsAt: ends.ok ? ends.instant : null,
    place: said(draft.event.place),
    streamUrl: said(draft.event.streamUrl),
    registrationUrl: said(draft.event.registrationUrl),
  };
}

export function ruleOf({ slug, statements, forbidden, startsOn, endsOn }: Funding): FundingRule {
  return { code: slug, statements, forbidden, from: startsOn, to: endsOn };
}
