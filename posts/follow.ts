import { stepMoments } from './campaign.ts';
import { defaultWorthUntil } from './due.ts';
import { type Change, isNews, type News, type StandingPost, type StopReason } from './follow/changes.ts';
import { composed, reasonsFor, type Standing, sameMessage, sameWords } from './follow/standing.ts';
import { languagesFor, messageFor, type PlannedPost, plan } from './plan.ts';
import type { StateName } from './state.ts';
import { moveOnWall, wallDistance } from './time.ts';
import { possibleActs } from './transition.ts';

export type { Change, StandingPost } from './follow/changes.ts';
export type { Standing } from './follow/standing.ts';

/** On its way out, or perhaps out: nothing may be done to it before that is known. */
const UNDECIDED: readonly StateName[] = ['publishing', 'uncertain', 'needsDecision'];
const OVER: readonly StateName[] = ['cancelled', 'retracted', 'gone'];
const WAITABLE: readonly StateName[] = ['draft', 'awaitingApproval', 'scheduled', 'retrying', 'parked'];

/** Both ends of a change, and what every post is judged by. */
interface Following {
  readonly before: Standing;
  readonly after: Standing;
  readonly planned: ReadonlyMap<string, PlannedPost>;
  readonly why: ReturnType<typeof reasonsFor>;
  readonly now: Date;
  readonly zone: string;
}

/**
 * How the posts of an announcement follow its change (design §1.2). Pure; nothing is done yet, so it is the dry run too.
 * Only what is not out moves, to the same local hour relative to the event; what a person wrote stands beside what Kaiku
 * would say; what is out is offered an edit; what is on its way is left alone and told.
 * @param posts all that were made of it, in any state · @param now the database's clock
 */
export function follow<Post extends StandingPost>(
  before: Standing,
  after: Standing,
  posts: readonly Post[],
  now: Date,
  zone: string,
): Change<Post>[] {
  const left = new Map(plan(after.source, after.channels, now, zone).posts.map((post) => [keyOf(post), post]));
  const planned = new Map(left);
  for (const post of posts) left.delete(keyOf(post));
  const why = reasonsFor(before.source, after.source);
  const following: Following = { before, after, planned, why, now, zone };
  const changes = posts.flatMap((post) => followOne(following, post));
  changes.push(...[...left.values()].map((post) => ({ kind: 'add' as const, planned: notBefore(post, after, now) })));
  if (after.source.postponed && !before.source.postponed)
    changes.push(...newsWhereOut('postponed', after, posts, now, zone));
  return changes;
}

/** How the posts of an announcement follow its cancellation: the rest stops, and where something is out, news is drafted. */
export function followCancellation<Post extends StandingPost>(
  standing: Standing,
  posts: readonly Post[],
  now: Date,
  zone: string,
): Change<Post>[] {
  const changes = posts.map((post): Change<Post> => {
    if (OVER.includes(post.state) || post.state === 'published') return { kind: 'unchanged', post };
    // A post about which a person must decide is stopped by deciding nothing more; on its way it is left.
    if (!possibleActs(post.state).includes('cancel')) return { kind: 'leave', post, why: ['rest'] };
    return { kind: 'stop', post, why: 'cancelled' };
  });
  return [...changes, ...newsWhereOut('cancelled', standing, posts, now, zone)];
}

function followOne<Post extends StandingPost>(following: Following, post: Post): Change<Post>[] {
  const { after, before } = following;
  if (OVER.includes(post.state)) return [{ kind: 'unchanged', post }];
  if (post.state === 'published') return [offered(following, post)];
  const gone = whyGone(after, post, before);
  if (UNDECIDED.includes(post.state)) {
    const touched = gone !== null || timeOf(following, post) !== 'stays' || newWords(following, post, null) !== null;
    return [touched ? { kind: 'leave', post, why: following.why } : { kind: 'unchanged', post }];
  }
  if (gone) return possibleActs(post.state).includes('cancel') ? [{ kind: 'stop', post, why: gone }] : [];
  if (waits(after, post)) return [post.scheduledAt ? { kind: 'wait', post } : { kind: 'unchanged', post }];
  const time = timeOf(following, post);
  if (time === 'past') return [{ kind: 'stop', post, why: 'past' }];
  return moved(following, post, time === 'stays' || !possibleActs(post.state).includes('move') ? null : time);
}

/** New time and new words of a post that is not out. */
function moved<Post extends StandingPost>(
  following: Following,
  post: Post,
  time: { readonly to: Date; readonly worthUntil: Date } | null,
): Change<Post>[] {
  const { why } = following;
  const proposed = newWords(following, post, time?.to ?? null);
  const message = proposed && post.handwritten ? withOwnWords(post, proposed) : proposed;
  const kept: Change<Post>[] =
    proposed && post.handwritten
      ? sameWords(proposed, post.message)
        ? [{ kind: 'withdrawOffer', post }]
        : [{ kind: 'keepHandWritten', post, proposed, why }]
      : [];
  const changed = message && !sameMessage(message, post.message) ? message : null;
  if (time) return [{ kind: 'move', post, ...time, message: changed, why }, ...kept];
  if (changed) return [{ kind: 'newText', post, message: changed, why }, ...kept];
  return kept.length > 0 ? kept : [{ kind: 'unchanged', post }];
}

/** Link, pictures and first comment follow; the words are the person's. */
function withOwnWords(post: StandingPost, proposed: PlannedPost['message']): PlannedPost['message'] {
  return { ...proposed, title: post.message.title, text: post.message.text };
}

function offered<Post extends StandingPost>(following: Following, post: Post): Change<Post> {
  const proposed = newWords(following, post, null);
  if (proposed === null) return { kind: 'unchanged', post };
  if (!sameWords(proposed, post.message)) return { kind: 'offerEdit', post, proposed, why: following.why };
  return { kind: post.offer ? 'withdrawOffer' : 'unchanged', post };
}

/** What Kaiku says now, if that is not what it said before this change: an edit of something else touches no post. */
function newWords({ before, after, now, zone }: Following, post: StandingPost, to: Date | null) {
  const was = post.publishedAt ?? post.scheduledAt ?? now;
  const proposed = composed(after, post, to ?? was, zone);
  const said = composed(before, post, was, zone);
  return proposed && said && sameMessage(proposed, said) ? null : proposed;
}

/** Where a post goes: it stays, it is too late for it, or its new time. */
function timeOf(
  { before, after, planned, now, zone }: Following,
  post: StandingPost,
): 'stays' | 'past' | { to: Date; worthUntil: Date } {
  const found = planned.get(keyOf(post));
  const asPlanned = found ? { to: found.scheduledAt, worthUntil: found.worthUntil } : null;
  if (isNews(post.step)) return 'stays';
  const isStep = after.source.steps.some(({ key }) => key === post.step);
  if (!isStep) {
    const same = sameTimes([before.source.publishAt, ...timesOf(before)], [after.source.publishAt, ...timesOf(after)]);
    return same || !asPlanned ? 'stays' : asPlanned;
  }
  const [was, is] = [before.source.event, after.source.event];
  if (!is || (was && sameTimes([was.startsAt], [is.startsAt]) && post.scheduledAt)) return 'stays';
  if (!was || !post.scheduledAt || !movedByHand(before, post, zone)) return asPlanned ?? 'past';
  const to = moveOnWall(post.scheduledAt, zone, wallDistance(was.startsAt, is.startsAt, zone));
  if (to <= now) return 'past';
  return { to, worthUntil: found && found.worthUntil > to ? found.worthUntil : defaultWorthUntil(to, is.startsAt) };
}

/** Whether a person gave it another time than its step has. */
function movedByHand({ source }: Standing, post: StandingPost, zone: string): boolean {
  const [moment] = source.event
    ? stepMoments(
        source.steps.filter(({ key }) => key === post.step),
        source.event,
        source.rules ?? null,
        zone,
      )
    : [];
  return moment !== undefined && moment.at.getTime() !== post.scheduledAt?.getTime();
}

function whyGone(after: Standing, post: StandingPost, before: Standing): StopReason | null {
  const { source, channels } = after;
  if (!channels.some(({ id }) => id === post.channelId)) return 'channel';
  if (!source.texts[post.language]) return 'language';
  if (post.step === 'postponed') return source.postponed ? null : 'new-date';
  if (isNews(post.step)) return null;
  if (post.step === null) return source.publishAt || source.steps.length === 0 ? null : 'step';
  const known = [...source.steps, ...(source.repeats ?? [])].some(({ key }) => key === post.step);
  // What neither of them knows was made by an older template; it is not this change that ends it.
  const knew = [...before.source.steps, ...(before.source.repeats ?? [])].some(({ key }) => key === post.step);
  return known || !knew ? null : 'step';
}

function waits({ source }: Standing, post: StandingPost): boolean {
  const isStep = source.steps.some(({ key }) => key === post.step);
  return Boolean(source.postponed) && isStep && WAITABLE.includes(post.state);
}

/** Where something is out, in its language, and no such news was drafted yet. */
function newsWhereOut<Post extends StandingPost>(
  news: News,
  { source, channels }: Standing,
  posts: readonly Post[],
  now: Date,
  zone: string,
): Change<Post>[] {
  const { event } = source;
  if (!event) return [];
  return channels.flatMap((channel) =>
    [...new Set([...languagesFor(channel, source), ...posts.map(({ language }) => language)])].flatMap((language) => {
      const mine = posts.filter((post) => post.channelId === channel.id && post.language === language);
      const out = mine.some(({ state, step }) => (state === 'published' || UNDECIDED.includes(state)) && !isNews(step));
      const told = mine.some(({ step, state }) => step === news && state !== 'cancelled');
      if (!out || told || !source.texts[language]) return [];
      const planned: PlannedPost = {
        channelId: channel.id,
        channel: channel.slug,
        language,
        step: news,
        scheduledAt: now,
        worthUntil: defaultWorthUntil(now, event.startsAt),
        message: messageFor(source, channel, language, zone, { kind: 'news', news }),
      };
      return [{ kind: 'draftNews' as const, news, planned }];
    }),
  );
}

/** A first post that a new channel or language gets goes out now, not in the past. */
function notBefore(post: PlannedPost, { source }: Standing, now: Date): PlannedPost {
  if (post.scheduledAt >= now) return post;
  const worthUntil = source.worthUntil ?? defaultWorthUntil(now, source.event?.startsAt ?? null);
  return { ...post, scheduledAt: now, worthUntil };
}

function timesOf({ source }: Standing): Date[] {
  return (source.repeats ?? []).map(({ at }) => at);
}

function sameTimes(a: readonly (Date | null)[], b: readonly (Date | null)[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function keyOf(post: { channelId: string; language: string; step: string | null }): string {
  return `${post.channelId} ${post.language} ${post.step ?? ''}`;
}
