import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MEASURES, type Measures } from '#posts/schema/sample';
import type { Grouping } from '#posts/schema/summary';
import { type MeasuredPost, summarise, total } from '#posts/summarise';
import { localDate } from '#posts/time';
import { deleteAnnouncement, updateAnnouncement } from '#src/db/announcements';
import { rollUp } from '#src/db/roll-ups';
import { addSample, listSamples } from '#src/db/samples';
import { announcements, channels, organisations, pageNumbers, posts, rolledDays } from '#src/db/schema';
import { summariesBy, summaryOf, summaryOfAll } from '#src/db/summaries';
import { type ApiServer, startApi } from '../support/api-server.ts';

const ZONE = 'Europe/Helsinki';
const FROM = new Date('2026-02-28T22:00:00Z');
const TO = new Date('2026-04-30T21:00:00Z');

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

interface Said {
  readonly announcementId: string;
  readonly kind: 'announcement' | 'event';
  readonly slug: string;
  readonly themes: string[];
  readonly groups: string[];
  readonly funding: string | null;
}
interface Out extends Said {
  readonly id: string;
  readonly channel: string;
  readonly followers: number | null;
  readonly language: string;
  readonly publishedAt: Date;
}

const count = fc.option(fc.nat(100_000), { nil: null, freq: 3 });
const measures = fc.record(Object.fromEntries(MEASURES.map((name) => [name, count]))) as fc.Arbitrary<Measures>;
const somePosts = fc.array(
  fc.record({
    said: fc.nat(7),
    channel: fc.nat(2),
    language: fc.constantFrom('fi', 'sv', 'en'),
    // Around both edges of the period and around the change of clocks.
    atMs: fc.oneof(
      fc.integer({ min: FROM.getTime() - 3_600_000, max: TO.getTime() + 3_600_000 }),
      fc.constantFrom(FROM.getTime() - 1, FROM.getTime(), TO.getTime() - 1, TO.getTime()),
    ),
    samples: fc.array(fc.record({ hours: fc.nat(50), measures }), { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 40 },
);
const someThemes = fc.array(
  fc.record({
    kind: fc.constantFrom('announcement', 'event'),
    themes: fc.uniqueArray(fc.constantFrom('wood', 'renovation', 'indoor'), { maxLength: 3 }),
    groups: fc.uniqueArray(fc.constantFrom('architects', 'schools'), { maxLength: 2 }),
    funding: fc.constantFrom('A72158', 'B1', null),
  }),
  { minLength: 8, maxLength: 8 },
);

/** What happens to a summary's posts after their days were rolled up. */
const someLateDoings = fc.array(
  fc.record({ post: fc.nat(39), hours: fc.integer({ min: 51, max: 90 }), measures, retag: fc.nat(3) }),
  { maxLength: 3 },
);

const keysOf: Record<Grouping, (post: Out) => (string | null)[]> = {
  post: (post) => [post.id],
  event: (post) => (post.kind === 'event' ? [post.slug] : []),
  channel: (post) => [post.channel],
  announcement: (post) => [post.slug],
  theme: (post) => (post.themes.length > 0 ? post.themes : [null]),
  targetGroup: (post) => (post.groups.length > 0 ? post.groups : [null]),
  organisation: () => ['lapin-amk'],
  funding: (post) => [post.funding],
  language: (post) => [post.language],
  week: (post) => [isoWeek(localDate(post.publishedAt, ZONE))],
  hour: (post) => [weekdayAndHour(post.publishedAt)],
};

describe('summaries in SQL', () => {
  test('are the pure summary of the raw samples, rolled up or not, whatever happens in whatever order', {
    timeout: 240_000,
  }, async () => {
    const { database } = api.deps;
    const { db } = database;
    await fc.assert(
      fc.asyncProperty(somePosts, someThemes, someLateDoings, async (drawn, themes, doings) => {
        await db.delete(announcements);
        await db.delete(pageNumbers);
        await db.delete(rolledDays);
        let out = await store(drawn, themes);
        await expectExact(out);
        while ((await rollUp(database)) > 0);
        await expectExact(out);
        for (const { post: no, hours, measures, retag } of doings) {
          const post = out[no % out.length];
          if (!post) break;
          const at = new Date(post.publishedAt.getTime() + hours * 3_600_000);
          await database.transaction((tx) => addSample(tx.db, post.id, at, { measures, raw: null, notes: [] }));
          const { announcementId } = post;
          const same = (one: Out) => one.announcementId === announcementId;
          if (retag === 1) {
            const to = { themes: ['wood', 'late'], targetGroups: [], funding: 'C3' };
            await database.transaction((tx) => updateAnnouncement(tx.db, announcementId, to));
            const { themes, targetGroups: groups, funding } = to;
            out = out.map((one) => (same(one) ? { ...one, themes, groups, funding } : one));
          } else if (retag === 2) {
            await database.transaction((tx) => deleteAnnouncement(tx.db, announcementId));
            out = out.filter((one) => !same(one));
          }
        }
        await expectExact(out);
        while ((await rollUp(database)) > 0);
        await expectExact(out);
      }),
      { numRuns: Number(process.env.SUMMARY_RUNS ?? 8) },
    );
  });

  test('days that are young, or that somebody works on, are not rolled up', async () => {
    const { database } = api.deps;
    const days = await database.db.select().from(rolledDays);
    const youngest =
      days
        .map(({ day }) => day)
        .sort()
        .at(-1) ?? '';
    expect(youngest <= localDate(new Date(Date.now() - 29 * 86_400_000), ZONE)).toBe(true);
    expect(days.length).toBeGreaterThan(31);
    await database.db.delete(rolledDays);
    await database.transaction(async (tx) => {
      await updateAnnouncement(tx.db, uuidv7(), { funding: null });
      expect(await rollUp(database)).toBe(0);
    });
  });
});

async function expectExact(out: readonly Out[]): Promise<void> {
  const { db } = api.deps.database;
  const rows: { post: Out; measures: Measures | null }[] = [];
  for (const post of out) {
    const last = (await listSamples(db, post.id)).at(-1);
    if (post.publishedAt < FROM || post.publishedAt >= TO) continue;
    rows.push({ post, measures: last ? pick(last) : null });
  }
  const filter = { from: FROM, to: TO, zone: ZONE };
  const asMeasured = ({ post, measures }: (typeof rows)[number], group: string | null): MeasuredPost => ({
    group,
    measures,
    followers: post.followers,
  });
  const whole = await summaryOfAll(db, filter);
  expect(whole).toMatchObject(total(rows.map((row) => asMeasured(row, ''))));
  for (const [groupBy, keys] of Object.entries(keysOf)) {
    const expected = summarise(rows.flatMap((row) => keys(row.post).map((key) => asMeasured(row, key))));
    const found = await summariesBy(db, { ...filter, groupBy: groupBy as Grouping });
    expect(sorted(found)).toMatchObject(sorted(expected));
    expect(found).toHaveLength(expected.length);
    const both = await summaryOf(db, { ...filter, groupBy: groupBy as Grouping, limit: 1 });
    expect(both.items).toEqual(found.slice(0, 1));
    expect(both.total).toEqual(whole);
  }
  const least = await summariesBy(db, { ...filter, groupBy: 'post', order: 'least' });
  const reaches = least.flatMap(({ totals }) => totals.reach ?? []);
  expect(reaches).toEqual(reaches.toSorted((a, b) => a - b));
  expect((await summaryOf(db, { ...filter, groupBy: 'post', order: 'least', limit: 1 })).items).toEqual(
    least.slice(0, 1),
  );
  for (const funding of ['B1', 'C3']) {
    const funded = rows.filter(({ post }) => post.funding === funding);
    expect(await summaryOfAll(db, { ...filter, funding })).toMatchObject(
      total(funded.map((row) => asMeasured(row, ''))),
    );
    const byTheme = await summariesBy(db, { ...filter, funding, groupBy: 'theme' });
    expect(sorted(byTheme)).toMatchObject(
      sorted(summarise(funded.flatMap((row) => keysOf.theme(row.post).map((key) => asMeasured(row, key))))),
    );
  }
}

async function store(
  drawn: typeof somePosts extends fc.Arbitrary<infer T> ? T : never,
  themes: typeof someThemes extends fc.Arbitrary<infer T> ? T : never,
): Promise<Out[]> {
  const { db } = api.deps.database;
  const [organisation] = (await db.select().from(organisations)).filter(({ slug }) => slug === 'lapin-amk');
  const said: Said[] = themes.map((each, no) => ({ announcementId: uuidv7(), slug: `s-${no}`, ...each }));
  const ids = said.map(({ announcementId }) => announcementId);
  await db.insert(announcements).values(
    said.map(({ slug, kind, themes: own, groups, funding }, no) => ({
      id: ids[no] as string,
      slug,
      kind,
      organisationId: organisation?.id as string,
      texts: {},
      themes: own,
      targetGroups: groups,
      funding,
      channels: [],
      state: 'open' as const,
      createdBy: 'test',
    })),
  );
  const pages = ['page-a', 'page-b', 'page-c'];
  for (const slug of pages) {
    const values = { slug, kind: 'facebook' as const, name: slug, remoteId: slug, languages: ['fi'] };
    await db.insert(channels).values(values).onConflictDoNothing();
  }
  const rows = await db.select().from(channels);
  const channelId = (slug: string) => rows.find((row) => row.slug === slug)?.id as string;
  await db.insert(pageNumbers).values([
    { channelId: channelId('page-a'), day: '2026-03-01', followers: 1, at: FROM },
    { channelId: channelId('page-a'), day: '2026-04-30', followers: 640, at: FROM },
    { channelId: channelId('page-a'), day: '2026-05-01', followers: 9_999, at: TO },
    { channelId: channelId('page-b'), day: '2026-04-02', followers: null, at: TO },
    { channelId: channelId('page-c'), day: '2026-01-02', followers: 17, at: TO },
  ]);
  const followers: Record<string, number | null> = { 'page-a': 640, 'page-b': null, 'page-c': 17 };
  const out: Out[] = [];
  for (const each of drawn) {
    const channel = pages[each.channel] as string;
    const publishedAt = new Date(each.atMs);
    const state = {
      name: 'published' as const,
      remoteId: uuidv7(),
      permalink: null,
      publishedAt,
      proof: 'answer' as const,
      note: null,
    };
    const [row] = await db
      .insert(posts)
      .values({
        announcementId: ids[each.said] as string,
        channelId: channelId(channel),
        language: each.language,
        state: 'published',
        stateData: state,
        message: { title: '', text: '', link: null, images: [], firstComment: null },
        publishedAt,
        remoteId: state.remoteId,
      })
      .returning();
    const id = row?.id as string;
    for (const sample of each.samples) {
      const at = new Date(each.atMs + sample.hours * 3_600_000);
      await addSample(db, id, at, { measures: sample.measures, raw: { a: 1 }, notes: ['x'] });
    }
    out.push({
      ...(said[each.said] as Said),
      id,
      channel,
      followers: followers[channel] ?? null,
      language: each.language,
      publishedAt,
    });
  }
  return out;
}

function pick(row: Measures): Measures {
  return Object.fromEntries(MEASURES.map((name) => [name, row[name]])) as Measures;
}

function sorted<T extends { group: string | null }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => String(a.group).localeCompare(String(b.group)));
}

function isoWeek(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * 86_400_000);
  const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - start) / (7 * 86_400_000)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

function weekdayAndHour(at: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    hour: '2-digit',
    hourCycle: 'h23',
    weekday: 'short',
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')) + 1}-${part('hour').padStart(2, '0')}`;
}
