import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, decideMissing, type Known } from '#posts/imports/decide';
import { differences, factsOfAnnouncement, factsOfItem } from '#posts/imports/facts';
import { nextFetchAt } from '#posts/imports/next-fetch';
import { isSameThing } from '#posts/imports/same';
import { aboutOf, inputOf, type Treatment } from '#posts/imports/treatment';
import { AnnouncementInput } from '#posts/schema/announcement';
import { IMPORT_ITEM_STATES, type ImportItem } from '#posts/schema/import';

const now = new Date('2026-11-25T08:00:00Z');
const around = { rule: 'draft', now, since: new Date('2026-11-20T00:00:00Z'), same: null } as const;

const anEvent = (
  over: Partial<ImportItem> = {},
  event: Partial<NonNullable<ImportItem['event']>> = {},
): ImportItem => ({
  sourceId: '1@lapinliitto.example',
  uid: '1@lapinliitto.example',
  kind: 'event',
  title: 'Puurakentamisen aamupäivä',
  body: 'Kolme kuntaa kertoo.',
  link: 'https://example.org/aamu',
  language: null,
  categories: [],
  publishedAt: null,
  cancelled: false,
  event: {
    startsAt: '2026-12-15T07:00:00.000Z',
    endsAt: '2026-12-15T10:00:00.000Z',
    allDay: false,
    place: 'Kemi',
    streamUrl: null,
    registrationUrl: null,
    organiser: 'Lapin liitto',
    ...event,
  },
  ...over,
});
const news = (publishedAt: string | null): ImportItem =>
  anEvent({ kind: 'announcement', uid: null, event: null, publishedAt });
const known = (over: Partial<Known> = {}): Known => ({
  state: 'new',
  question: null,
  unchanged: false,
  announcement: 'alive',
  changedHere: false,
  ...over,
});

describe('what becomes of an item', () => {
  test.each([
    ['new → a draft', anEvent(), null, around, { do: 'create', submit: false }],
    [
      'new, with the rule → scheduled',
      anEvent(),
      null,
      { ...around, rule: 'schedule' },
      { do: 'create', submit: true },
    ],
    [
      'days without hours → a draft in any case',
      anEvent({}, { allDay: true }),
      null,
      { ...around, rule: 'schedule' },
      { do: 'create', submit: false, reason: { code: 'all-day' } },
    ],
    ['here already → one', anEvent(), null, { ...around, same: 'x' }, { do: 'merge', into: 'x' }],
    [
      'cancelled before it came',
      anEvent({ cancelled: true }),
      null,
      around,
      { do: 'refuse', reason: { code: 'cancelled' } },
    ],
    [
      'begun already',
      anEvent({}, { startsAt: '2026-11-25T07:59:00.000Z' }),
      null,
      around,
      { do: 'refuse', reason: { code: 'past' } },
    ],
    ['news of today', news('2026-11-25T07:00:00.000Z'), null, around, { do: 'create' }],
    [
      'news from before the subscription',
      news('2026-11-19T07:00:00.000Z'),
      null,
      around,
      { do: 'refuse', reason: { code: 'older' } },
    ],
    ['news without a date', news(null), null, around, { do: 'refuse', reason: { code: 'older' } }],
    ['unchanged', anEvent(), known({ unchanged: true }), around, { do: 'nothing' }],
    ['changed there', anEvent(), known(), around, { do: 'update' }],
    ['changed there and here', anEvent(), known({ changedHere: true }), around, { do: 'ask', question: 'change' }],
    [
      'changed there, begun already',
      anEvent({}, { startsAt: '2026-11-25T07:00:00.000Z' }),
      known(),
      around,
      { do: 'remember' },
    ],
    ['cancelled there', anEvent({ cancelled: true }), known(), around, { do: 'ask', question: 'cancel' }],
    [
      'cancelled there, with the rule',
      anEvent({ cancelled: true }),
      known(),
      { ...around, rule: 'schedule' },
      { do: 'cancel' },
    ],
    [
      'cancelled there, with the rule, but changed here',
      anEvent({ cancelled: true }),
      known({ changedHere: true }),
      { ...around, rule: 'schedule' },
      { do: 'ask', question: 'cancel' },
    ],
    [
      'still cancelled there',
      anEvent({ cancelled: true }),
      known({ state: 'removed', unchanged: true }),
      around,
      { do: 'nothing' },
    ],
    [
      'gone, and there again',
      anEvent(),
      known({ state: 'removed', unchanged: true, question: 'cancel' }),
      around,
      { do: 'back' },
    ],
    ['deleted here', anEvent(), known({ announcement: 'none' }), around, { do: 'remember' }],
    ['cancelled here', anEvent(), known({ announcement: 'cancelled' }), around, { do: 'remember' }],
    ['merged and changed', anEvent(), known({ state: 'merged' }), around, { do: 'remember' }],
    [
      'refused and unchanged',
      anEvent(),
      known({ state: 'refused', announcement: 'none', unchanged: true }),
      around,
      { do: 'nothing' },
    ],
    ['refused and mended', anEvent(), known({ state: 'refused', announcement: 'none' }), around, { do: 'create' }],
  ] as const)('%s', (_what, item, was, circumstances, step) => {
    expect(decide(item, was, circumstances)).toMatchObject(step);
  });

  test.each([
    ['gone', known(), false, { do: 'ask', question: 'cancel', reason: { code: 'gone' } }],
    ['gone, but another source has it', known(), true, { do: 'remember' }],
    ['gone, and merged before', known({ state: 'merged' }), true, { do: 'remember' }],
    ['gone for long', known({ state: 'removed' }), false, { do: 'nothing' }],
    ['deleted here', known({ announcement: 'none' }), false, { do: 'nothing' }],
  ] as const)('%s', (_what, was, elsewhere, step) => expect(decideMissing(was, elsewhere)).toMatchObject(step));

  test('whatever happens, what a person changed is never changed or cancelled without asking', () => {
    const knowns = fc.record({
      state: fc.constantFrom(...IMPORT_ITEM_STATES.filter((state) => state !== 'refused')),
      question: fc.constantFrom(null, 'change' as const, 'cancel' as const),
      unchanged: fc.boolean(),
      announcement: fc.constantFrom('none' as const, 'alive' as const, 'cancelled' as const),
      changedHere: fc.constant(true),
    });
    const items = fc.record({ cancelled: fc.boolean() }).map((over) => anEvent(over));
    fc.assert(
      fc.property(items, knowns, fc.constantFrom('draft' as const, 'schedule' as const), (item, was, rule) => {
        expect(['update', 'cancel', 'create']).not.toContain(decide(item, was, { ...around, rule }).do);
        expect(['nothing', 'remember', 'ask']).toContain(decideMissing(was, false).do);
      }),
    );
  });
});

describe('the same thing', () => {
  const said = (title: string, startsAt: string, place: string | null) => ({
    texts: { fi: { title, body: '' }, en: { title: 'A morning of wood', body: '' } },
    link: null,
    event: { startsAt, endsAt: null, place, streamUrl: null, registrationUrl: null, organiser: null },
  });
  test.each([
    ['signs and capitals', 'PUURAKENTAMISEN aamupäivä!', '2026-12-15T07:00:00Z', 'Kemi', true],
    ['a few minutes', 'Puurakentamisen aamupäivä', '2026-12-15T07:10:00Z', 'Kemi', true],
    ['an hour', 'Puurakentamisen aamupäivä', '2026-12-15T08:00:00Z', 'Kemi', false],
    ['a longer name of the place', 'Puurakentamisen aamupäivä', '2026-12-15T07:00:00Z', 'Digipolis, Kemi', true],
    ['no place', 'Puurakentamisen aamupäivä', '2026-12-15T07:00:00Z', null, true],
    ['another place', 'Puurakentamisen aamupäivä', '2026-12-15T07:00:00Z', 'Tornio', false],
    ['another name', 'Hirsirakentamisen aamupäivä', '2026-12-15T07:00:00Z', 'Kemi', false],
  ])('%s', (_what, title, startsAt, place, same) => {
    expect(isSameThing(anEvent(), said(title, startsAt, place))).toBe(same);
  });
  test('in another language', () => {
    expect(isSameThing(anEvent({ title: 'A morning of wood' }), said('Muu', '2026-12-15T07:00:00Z', null))).toBe(true);
  });
});

describe('how it is treated', () => {
  const how: Treatment = {
    organisation: 'lapin-liitto',
    channels: ['website'],
    themes: ['quality-of-construction'],
    targetGroups: ['municipal-planners'],
    language: 'fi',
    funding: null,
    campaign: 'standard',
    words: [
      { word: 'puu', theme: 'wood-construction' },
      { word: 'sisäilma', theme: 'healthy-indoor-environment' },
      { word: 'Kemi', organisation: 'digipolis' },
      { word: 'kun', theme: 'renovation' },
    ],
  };
  test('words tell themes and the organisation, from their beginning', () => {
    expect(aboutOf(anEvent({ body: 'Tavataan Kemissä.' }), how)).toEqual({
      organisation: 'digipolis',
      themes: ['quality-of-construction', 'wood-construction'],
    });
    expect(aboutOf(anEvent({ title: 'Kaupunkipuut', body: 'Ei', categories: ['Sisäilmasto'] }), how)).toEqual({
      organisation: 'lapin-liitto',
      themes: ['quality-of-construction', 'healthy-indoor-environment'],
    });
  });
  test('what comes of it is sound, in the language that the cluster speaks', () => {
    const input = inputOf(anEvent({ language: 'en' }), how, ['fi', 'en'], true);
    expect(AnnouncementInput.parse(input)).toMatchObject({
      texts: { en: { title: 'Puurakentamisen aamupäivä' } },
      campaign: 'standard',
      submit: true,
    });
    expect(Object.keys(inputOf(anEvent({ language: 'de' }), how, ['fi', 'en'], false).texts)).toEqual(['fi']);
    const plain = AnnouncementInput.parse(inputOf(news('2026-11-25T07:00:00.000Z'), how, ['fi'], false));
    expect([plain.kind, plain.event, plain.campaign]).toEqual(['announcement', undefined, undefined]);
  });
  test('differences are told field by field, and a time written otherwise is none', () => {
    const item = anEvent();
    const said = {
      texts: { fi: { title: item.title, body: ` ${item.body}` } },
      link: item.link,
      event: { ...item.event, startsAt: '2026-12-15T07:00:00Z', place: 'Tornio' },
    };
    expect(differences(factsOfAnnouncement(said as never, 'fi'), factsOfItem(item))).toEqual([
      { field: 'place', here: 'Tornio', there: 'Kemi' },
    ]);
  });
});

test('a source is asked hourly, and after failures ever more seldom, but at least once a day or so', () => {
  const minutes = (failures: number) => (nextFetchAt(now, failures, 0.5).getTime() - now.getTime()) / 60_000;
  expect([0, 1, 2, 3, 7, 8, 50].map(minutes)).toEqual([60, 15, 30, 60, 960, 1440, 1440]);
});
