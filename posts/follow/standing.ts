import type { Message } from '../compose/message.ts';
import type { Occasion } from '../moments.ts';
import { messageFor, type PlanChannel, type PlanSource } from '../plan.ts';
import { type FollowReason, isNews, type StandingPost } from './changes.ts';

/** An announcement as it stands: what it says, and where. */
export interface Standing {
  readonly source: PlanSource;
  readonly channels: readonly PlanChannel[];
}

/** What Kaiku says on a post's occasion; null where there is no such occasion (any more). */
export function composed({ source, channels }: Standing, post: StandingPost, at: Date, zone: string): Message | null {
  const channel = channels.find(({ id }) => id === post.channelId);
  const occasion = occasionOf(source, post.step, at);
  if (!channel || !occasion || !source.texts[post.language]) return null;
  return messageFor(source, channel, post.language, zone, occasion);
}

/** Null where the announcement has no such step or repetition. */
export function occasionOf(source: PlanSource, key: string | null, at: Date): Occasion | null {
  if (key === null) return { kind: 'first' };
  if (isNews(key)) return source.event ? { kind: 'news', news: key } : null;
  const step = source.steps.find((each) => each.key === key);
  if (step) return { kind: 'step', step, at };
  const repeat = source.repeats?.find((each) => each.key === key);
  return repeat ? { kind: 'repeat', no: repeat.no } : null;
}

/** What of the two differs, in the order in which it matters to a reader. */
export function reasonsFor(before: PlanSource, after: PlanSource): FollowReason[] {
  const [a, b] = [before.event, after.event];
  const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  const reasons: [FollowReason, boolean][] = [
    [
      'time',
      differs(
        [a?.startsAt, a?.endsAt, before.publishAt, before.repeats],
        [b?.startsAt, b?.endsAt, after.publishAt, after.repeats],
      ) || Boolean(before.postponed) !== Boolean(after.postponed),
    ],
    ['place', differs([a?.place, a?.streamUrl], [b?.place, b?.streamUrl])],
    ['link', differs([before.link, a?.registrationUrl], [after.link, b?.registrationUrl])],
    ['words', differs(before.texts, after.texts)],
    ['pictures', differs(before.images, after.images)],
  ];
  const found = reasons.filter(([, is]) => is).map(([reason]) => reason);
  return found.length > 0 ? found : ['rest'];
}

/** Whether a reader would see no difference. */
export function sameWords(a: Pick<Message, 'title' | 'text'>, b: Pick<Message, 'title' | 'text'>): boolean {
  return a.title === b.title && a.text === b.text;
}

/** Both as JSON has them: what is stored came through it. */
export function sameMessage(a: Message, b: Message): boolean {
  return canonical(a) === canonical(b);
}

/** A database gives keys back in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
