import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, follow, followCancellation, type StandingPost } from '#posts/follow';
import { formatLocal } from '#posts/time';
import { anEvent, at, CHANNELS, published, STANDARD, standingPosts, ZONE } from '../support/campaign-world.ts';

const MADE = at('2026-09-01T09:00');
/** The first step is out by now, the others are not. */
const NOW = at('2026-10-14T09:00');
const BEFORE = anEvent('2026-10-20T13:00');
const POSTS = standingPosts(BEFORE, MADE).map((post) => ((post.scheduledAt as Date) < NOW ? published(post) : post));
const of = (step: string) => (post: StandingPost) =>
  post.step === step && post.channelId === 'facebook' && post.language === 'fi';
const one = (step: string) => POSTS.find(of(step)) as StandingPost;
const kinds = (changes: readonly Change[]) => [...new Set(changes.map(({ kind }) => kind))].sort();
const moves = (changes: readonly Change[]) => changes.filter((change) => change.kind === 'move');

describe('moved by a week, over the change of clocks on 25 October 2026', () => {
  const changes = follow(BEFORE, anEvent('2026-10-27T13:00'), POSTS, NOW, ZONE);

  test.each([
    ['week-before', 'published', '2026-10-13T13:00', '2026-10-13T13:00'],
    ['day-before', 'move', '2026-10-19T13:00', '2026-10-26T13:00'],
    ['two-hours-before', 'move', '2026-10-20T11:00', '2026-10-27T11:00'],
    ['day-after', 'move', '2026-10-21T13:00', '2026-10-28T13:00'],
  ])('%s: %s', (step, what, was, is) => {
    const mine = changes.filter((change) => 'post' in change && change.post.step === step);
    expect(mine).toHaveLength(9);
    for (const change of mine) {
      if (!('post' in change)) throw new Error();
      expect(formatLocal(change.post.scheduledAt as Date, ZONE)).toBe(was);
      if (what === 'published') expect(change.kind).toBe('offerEdit');
      else expect(formatLocal((change as Change & { kind: 'move' }).to, ZONE)).toBe(is);
    }
  });

  test('its words follow: the new date stands in what moves and in what is offered', () => {
    for (const change of changes) {
      if (change.kind === 'move' && change.post.step === 'day-before' && change.post.channelId !== 'website-feed') {
        expect(change.message?.text).toMatch(/27\. lokakuuta|27 oktober|27 October/);
      }
      if (change.kind === 'offerEdit' && change.post.channelId !== 'website-feed')
        expect(change.proposed.text).toMatch(/27\. lokakuuta|27 oktober|27 October/);
    }
    const offer = changes.find((change) => change.kind === 'offerEdit' && of('week-before')(change.post));
    expect((offer as Change & { kind: 'offerEdit' }).proposed.title).toBe(
      'Kahden viikon kuluttua: Puurakentamisen päivä',
    );
  });

  test('nothing else happens', () => {
    expect(kinds(changes)).toEqual(['move', 'offerEdit']);
  });
});

describe('a table of single posts', () => {
  const LATER = anEvent('2026-10-27T13:00');
  const PLACE = anEvent('2026-10-20T13:00');
  const elsewhere = {
    ...PLACE,
    source: {
      ...PLACE.source,
      event: { ...(PLACE.source.event as NonNullable<typeof PLACE.source.event>), place: 'Kemi' },
    },
  };
  const link = { ...PLACE, source: { ...PLACE.source, link: 'https://example.fi/uusi' } };
  const postponed = { ...PLACE, source: { ...PLACE.source, postponed: true } };
  const fewer = { ...PLACE, channels: CHANNELS.slice(1) };
  const hand = (post: StandingPost): StandingPost => ({
    ...post,
    handwritten: true,
    message: { ...post.message, text: 'Omin sanoin.' },
  });

  test.each<[name: string, post: StandingPost, after: typeof BEFORE, expected: string[]]>([
    ['nothing changed', one('day-before'), BEFORE, ['unchanged']],
    ['new place, not out', one('day-before'), elsewhere, ['newText']],
    ['new place, out', one('week-before'), elsewhere, ['offerEdit']],
    ['new place, by hand', hand(one('day-before')), elsewhere, ['keepHandWritten']],
    ['new place, out, by hand', published(hand(one('day-before'))), elsewhere, ['offerEdit']],
    ['new time, by hand', hand(one('day-before')), LATER, ['keepHandWritten', 'move']],
    ['new link, not out', one('day-before'), link, ['newText']],
    [
      'new link, by hand: the card follows, and the words stand with an offer',
      hand(one('day-before')),
      link,
      ['keepHandWritten', 'newText'],
    ],
    ['new time, on its way', { ...one('day-before'), state: 'publishing' }, LATER, ['leave']],
    ['new time, not known whether it is out', { ...one('day-before'), state: 'uncertain' }, LATER, ['leave']],
    ['new time, a person decides', { ...one('day-before'), state: 'needsDecision' }, LATER, ['leave']],
    ['nothing for it, on its way', { ...one('day-before'), state: 'publishing' }, BEFORE, ['unchanged']],
    ['new time, cancelled by a person', { ...one('day-before'), state: 'cancelled' }, LATER, ['unchanged']],
    ['new time, waits for approval', { ...one('day-before'), state: 'awaitingApproval' }, LATER, ['move']],
    ['new time, missed', { ...one('day-before'), state: 'missed' }, LATER, ['move']],
    ['new time, refused by the channel', { ...one('day-before'), state: 'rejected' }, LATER, ['newText']],
    ['postponed, not out', one('day-before'), postponed, ['wait']],
    ['postponed, waiting already', { ...one('day-before'), scheduledAt: null }, postponed, ['unchanged']],
    ['channel gone', one('day-before'), fewer, ['stop']],
    ['event is today: the day before is past', one('day-before'), anEvent('2026-10-14T20:00'), ['stop']],
  ])('%s', (_name, post, after, expected) => {
    const mine = follow(BEFORE, after, [post], NOW, ZONE).filter((change) => 'post' in change);
    expect(mine.map(({ kind }) => kind).sort()).toEqual(expected);
  });

  test('what a person wrote is never among the new words', () => {
    for (const after of [LATER, elsewhere, link]) {
      for (const change of follow(BEFORE, after, POSTS.map(hand), NOW, ZONE)) {
        if (change.kind === 'newText' || change.kind === 'move')
          expect(change.message?.text ?? 'Omin sanoin.').toBe('Omin sanoin.');
      }
    }
  });

  test('a post that a person moved keeps its distance from the event', () => {
    const moved = { ...one('day-before'), scheduledAt: at('2026-10-18T09:15') };
    const [change] = moves(follow(BEFORE, LATER, [moved], NOW, ZONE));
    expect(formatLocal(change?.to as Date, ZONE)).toBe('2026-10-25T09:15');
  });

  test('a later event brings back the steps that were past', () => {
    const late = at('2026-10-18T09:00');
    const few = standingPosts(BEFORE, late);
    const changes = follow(BEFORE, anEvent('2026-12-01T13:00'), few, late, ZONE);
    const added = changes.flatMap((change) => (change.kind === 'add' ? [change.planned.step] : []));
    expect([...new Set(added)]).toEqual(['three-weeks-before', 'week-before']);
  });

  test('a new date wakes what waits, and the news of the postponement is not sent any more', () => {
    const waiting = POSTS.map((post) => (post.state === 'published' ? post : { ...post, scheduledAt: null }));
    const news = follow(BEFORE, postponed, POSTS, NOW, ZONE).flatMap((change) =>
      change.kind === 'draftNews' ? [change] : [],
    );
    expect(news).toHaveLength(9);
    expect(news[0]?.planned.message.title).toBe('Siirtyy: Puurakentamisen päivä');
    const drafts = news.map(
      ({ planned }, index): StandingPost => ({
        ...(POSTS[0] as StandingPost),
        id: `n${index}`,
        channelId: planned.channelId,
        language: planned.language,
        step: 'postponed',
        state: 'draft',
        publishedAt: null,
        message: planned.message,
      }),
    );
    const changes = follow(postponed, LATER, [...waiting, ...drafts], NOW, ZONE);
    expect(moves(changes)).toHaveLength(27);
    expect(changes.filter((change) => change.kind === 'stop' && change.why === 'new-date')).toHaveLength(9);
  });
});

describe('cancelled', () => {
  const changes = followCancellation(BEFORE, POSTS, NOW, ZONE);
  test('no later post, and news is drafted where something is out', () => {
    expect(kinds(changes)).toEqual(['draftNews', 'stop', 'unchanged']);
    expect(changes.filter(({ kind }) => kind === 'stop')).toHaveLength(27);
    const news = changes.flatMap((change) => (change.kind === 'draftNews' ? [change.planned.message] : []));
    expect(news).toHaveLength(9);
    expect(news.map(({ title }) => title)).toContain('Inställt: Träbyggnadsdagen');
    expect(news.find(({ title }) => title.startsWith('Peruttu'))?.text).toContain(
      'tiistaina 20. lokakuuta 2026 klo 13.00',
    );
  });

  test('nothing is drafted where nothing is out, and what is on its way is told', () => {
    const none = POSTS.map((post): StandingPost => ({ ...post, state: 'scheduled' }));
    expect(kinds(followCancellation(BEFORE, none, NOW, ZONE))).toEqual(['stop']);
    const away = [{ ...one('day-before'), state: 'publishing' as const }];
    expect(kinds(followCancellation(BEFORE, away, NOW, ZONE))).toEqual(['draftNews', 'leave']);
  });
});

test('for any two starts: what is out never moves, what moves keeps the local hour relative to the event', () => {
  const start = fc.integer({ min: Date.UTC(2026, 9, 16) / 900_000, max: Date.UTC(2027, 9, 1) / 900_000 });
  fc.assert(
    fc.property(start, start, (a, b) => {
      const [from, to] = [a, b].map((quarter) => formatLocal(new Date(quarter * 900_000), ZONE)) as [string, string];
      const [before, after] = [anEvent(from), anEvent(to)];
      const posts = standingPosts(before, MADE).map((post) =>
        (post.scheduledAt as Date) < NOW ? published(post) : post,
      );
      for (const change of follow(before, after, posts, NOW, ZONE)) {
        if (change.kind !== 'move') continue;
        expect(change.post.state).toBe('scheduled');
        const step = STANDARD.find(({ key }) => key === change.post.step);
        const hour = (local: string) => local.slice(11);
        // Only a time that a change of clocks leaves out is another.
        if (step?.days && !/T03:/.test(to)) expect(hour(formatLocal(change.to, ZONE))).toBe(hour(to));
        if (step?.hours) expect(at(to).getTime() - change.to.getTime()).toBe(7_200_000);
      }
    }),
    { numRuns: 60 },
  );
});
