import { afterEach, expect, test } from 'vitest';
import { formatLocal, resolveTime } from '#posts/time';
import { picture } from '../support/public-site.ts';
import { startYear, type Year } from '../support/sandbox-year.ts';

const ZONE = 'Europe/Helsinki';
const LANGUAGES = ['fi', 'sv', 'en'];
/** Of one step: three languages on each of three channels. */
const OF_A_STEP = { facebook: 3, linkedin: 3, website: 3 };

let year: Year | null = null;
afterEach(async () => {
  await year?.close();
  year = null;
});

type Act = { startsAt: string } | 'cancel';
interface Case {
  readonly name: string;
  readonly written: string;
  readonly startsAt: string;
  readonly acts: readonly { readonly at: string; readonly act: Act }[];
  /** In the cluster's local time: when something goes out, on every channel in every language, and nothing ever besides. */
  readonly out: readonly string[];
  readonly entry: { readonly status: string; readonly sequence: number; readonly start: string };
}

/** In 2026 clocks go back on 25 October at 4.00; in 2027 they go forward on 28 March at 3.00. */
const CASES: readonly Case[] = [
  {
    name: 'stays as it was planned, over the change of clocks in autumn',
    written: '2026-09-28T09:00',
    startsAt: '2026-10-27T13:00',
    acts: [],
    out: ['2026-10-06T13:00', '2026-10-20T13:00', '2026-10-26T13:00', '2026-10-27T11:00', '2026-10-28T13:00'],
    entry: { status: 'CONFIRMED', sequence: 0, start: '20261027T110000Z' },
  },
  {
    name: 'moved by a week over the change of clocks in autumn: what is out stays, the rest moves at the same local hour',
    written: '2026-09-21T09:00',
    startsAt: '2026-10-20T13:00',
    acts: [{ at: '2026-10-14T10:00', act: { startsAt: '2026-10-27T13:00' } }],
    out: ['2026-09-29T13:00', '2026-10-13T13:00', '2026-10-26T13:00', '2026-10-27T11:00', '2026-10-28T13:00'],
    entry: { status: 'CONFIRMED', sequence: 1, start: '20261027T110000Z' },
  },
  {
    name: 'moved by a week over the change of clocks in spring',
    written: '2027-02-22T09:00',
    startsAt: '2027-03-23T13:00',
    acts: [{ at: '2027-03-17T10:00', act: { startsAt: '2027-03-30T13:00' } }],
    out: ['2027-03-02T13:00', '2027-03-16T13:00', '2027-03-29T13:00', '2027-03-30T11:00', '2027-03-31T13:00'],
    entry: { status: 'CONFIRMED', sequence: 1, start: '20270330T100000Z' },
  },
  {
    name: 'moved twice, back over the change of clocks',
    written: '2026-09-21T09:00',
    startsAt: '2026-10-20T13:00',
    acts: [
      { at: '2026-10-01T10:00', act: { startsAt: '2026-10-29T13:00' } },
      { at: '2026-10-02T10:00', act: { startsAt: '2026-10-22T13:00' } },
    ],
    out: ['2026-09-29T13:00', '2026-10-15T13:00', '2026-10-21T13:00', '2026-10-22T11:00', '2026-10-23T13:00'],
    entry: { status: 'CONFIRMED', sequence: 2, start: '20261022T100000Z' },
  },
  {
    name: 'cancelled after a week: nothing more goes out, and calendars hear of it',
    written: '2026-09-21T09:00',
    startsAt: '2026-10-20T13:00',
    acts: [{ at: '2026-10-14T10:00', act: 'cancel' }],
    out: ['2026-09-29T13:00', '2026-10-13T13:00'],
    entry: { status: 'CANCELLED', sequence: 1, start: '20261020T100000Z' },
  },
  {
    name: 'moved and then cancelled',
    written: '2026-09-21T09:00',
    startsAt: '2026-10-20T13:00',
    acts: [
      { at: '2026-09-30T10:00', act: { startsAt: '2026-10-27T13:00' } },
      { at: '2026-10-21T10:00', act: 'cancel' },
    ],
    out: ['2026-09-29T13:00', '2026-10-20T13:00'],
    entry: { status: 'CANCELLED', sequence: 2, start: '20261027T110000Z' },
  },
];

test.each(CASES)('an event $name', { timeout: 60_000 }, async ({ written, startsAt, acts, out, entry }) => {
  year = await startYear(instant(written));
  const { api, sandbox } = year;
  const channels = await threeChannels(year);
  const call = async (method: string, path: string, body: unknown, status: number) => {
    const answer = await api.call(method, `/api/v1${path}`, body, { 'if-match': '*' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    return answer.body;
  };
  const { announcement } = await call(
    'POST',
    '/announcements',
    {
      kind: 'event',
      organisation: 'lapin-amk',
      texts: Object.fromEntries(LANGUAGES.map((one) => [one, { title: `Puupäivä (${one})`, body: 'Tervetuloa.' }])),
      channels,
      event: { startsAt, place: 'Rovaniemi' },
      campaign: 'standard',
      submit: true,
    },
    201,
  );
  const ref = `/announcements/${announcement.slug}`;

  // Clock by clock: each act, each quarter of an hour in which something is to go out, and a minute before it.
  const moments = [...acts.map(({ at }) => at), ...out, afterAll(out)].sort();
  for (const moment of moments) {
    await year.setTo(new Date(instant(moment).getTime() - 60_000));
    await year.publishDue();
    await year.setTo(instant(moment));
    for (const { act } of acts.filter(({ at }) => at === moment)) {
      if (act === 'cancel') await call('POST', `${ref}/cancel`, {}, 200);
      else await call('PATCH', ref, { event: { startsAt: act.startsAt, place: 'Rovaniemi' } }, 200);
    }
    await year.publishDue();
  }

  const when = new Map<string, Record<string, number>>();
  const count = (at: string | null, channel: string) => {
    const local = formatLocal(new Date(at ?? 0), ZONE).replace(' ', 'T');
    const seen = when.get(local) ?? {};
    when.set(local, { ...seen, [channel]: (seen[channel] ?? 0) + 1 });
  };
  const ledger = sandbox.world.ledger();
  for (const { platform, createdAt } of ledger) count(createdAt, platform);
  const { items } = (await api.call('GET', `/api/v1/posts?announcement=${announcement.id}&limit=200`)).body;
  const shown = JSON.parse(await (await fetch(`${api.url}/feed.json`)).text()).items;
  const onSite = items.filter((post: Out) => post.channel === 'website' && post.publishedAt);
  for (const { publishedAt } of onSite) count(publishedAt, 'website');
  expect(Object.fromEntries([...when].sort())).toEqual(Object.fromEntries(out.map((at) => [at, OF_A_STEP])));
  expect(shown).toHaveLength(out.length * LANGUAGES.length);
  const said = new Set(ledger.map(({ platform, text }) => `${platform} ${text}`));
  expect(said.size, 'each step says it in words of its own').toBe(ledger.length);

  const ics = await (await fetch(`${api.url}/a/${announcement.slug}.ics`)).text();
  const { status, sequence, start } = entry;
  expect(ics.split('\r\n').filter((line) => /^(DTSTART|SEQUENCE|STATUS)/.test(line))).toEqual([
    `SEQUENCE:${sequence}`,
    `DTSTART:${start}`,
    `STATUS:${status}`,
  ]);
});

test('after an event: its pictures and thanks go out, what was said before stays, and who came is kept', async () => {
  year = await startYear(instant('2026-09-21T09:00'));
  const { api, sandbox } = year;
  const channels = await threeChannels(year);
  const { body } = await api.call('POST', '/api/v1/announcements', {
    kind: 'event',
    organisation: 'lapin-amk',
    texts: { fi: { title: 'Puupäivä', body: 'Tervetuloa.' } },
    channels,
    event: { startsAt: '2026-10-20T13:00', place: 'Rovaniemi' },
    campaign: 'standard',
    submit: true,
  });
  const ref = `/api/v1/announcements/${body.announcement.slug}`;
  for (const at of ['2026-09-29T13:00', '2026-10-13T13:00', '2026-10-19T13:00', '2026-10-20T11:00']) {
    await year.setTo(instant(at));
    await year.publishDue();
  }
  const before = sandbox.world.ledger();

  await year.setTo(instant('2026-10-20T18:00'));
  const { id } = await picture(api, 'Sali täynnä väkeä');
  expect((await api.call('PATCH', ref, { media: [id] }, { 'if-match': '*' })).status).toBe(200);
  const told = { attendance: 64, note: 'Puheet kuultiin hyvin.' };
  const counted = await api.call('PATCH', `${ref}/attendance`, told, { 'if-match': '*' });
  expect(counted.body).toMatchObject({ attendance: 64, attendanceNote: told.note });
  await year.setTo(instant('2026-10-21T13:00'));
  await year.publishDue();

  const after = sandbox.world.ledger();
  expect(after.slice(0, before.length)).toEqual(before);
  const thanks = after.slice(before.length);
  expect(thanks.map(({ platform }) => platform).sort()).toEqual(['facebook', 'linkedin']);
  for (const { text, images } of thanks) {
    expect(text).toContain('Kiitos');
    expect(images).toMatchObject([{ alt: 'Sali täynnä väkeä' }]);
  }
  const { items } = JSON.parse(await (await fetch(`${api.url}/feed.json`)).text());
  expect(items[0].attachments).toMatchObject([{ title: 'Sali täynnä väkeä' }]);
});

interface Out {
  readonly channel: string;
  readonly publishedAt: string | null;
}

/** A Facebook page, a LinkedIn page and the website, each in three languages. */
async function threeChannels({ api, pages }: Year): Promise<string[]> {
  const ofKind = (kind: string) => pages.find(({ page }) => page.kind === kind)?.slug ?? '';
  const slugs = [ofKind('facebook'), ofKind('linkedin'), 'website'];
  for (const slug of slugs) {
    const answer = await api.call('PATCH', `/api/v1/channels/${slug}`, { languages: LANGUAGES }, { 'if-match': '*' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  }
  return slugs;
}

function instant(local: string): Date {
  const read = resolveTime(local, ZONE);
  if (!read.ok) throw new Error(read.detail);
  return read.instant;
}

/** A month after the last, when everything that could ever go out has. */
function afterAll(out: readonly string[]): string {
  const last = instant(out.at(-1) ?? '');
  return formatLocal(new Date(last.getTime() + 30 * 86_400_000), ZONE).replace(' ', 'T');
}
