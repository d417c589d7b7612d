import { expect, test } from 'vitest';
import { NOTHING_MEASURED } from '#posts/schema/sample';
import { changeOf, type StoryFacts, storyOf } from '#posts/story';

const told = (posts: number, reach: number | null, linkClicks: number | null = null) => ({
  posts,
  totals: { ...NOTHING_MEASURED, reach, linkClicks },
  events: 0,
  attendance: null,
});
const facts = (over: Partial<StoryFacts>): StoryFacts => ({
  total: told(12, 4500, 210),
  previous: null,
  theme: null,
  channel: null,
  ...over,
});

test.each([
  [facts({ total: told(0, null) }), 'Jaksolla ei julkaistu mitään.'],
  [facts({}), 'Jaksolla julkaistiin 12 julkaisua. Tavoittavuuksien summa on 4 500. Linkkejä seurattiin 210 kertaa.'],
  [
    facts({ previous: told(9, 3600), theme: 'puurakentaminen', channel: 'LinkedIn' }),
    'Jaksolla julkaistiin 12 julkaisua, 3 enemmän kuin edellisellä jaksolla. Tavoittavuuksien summa on 4 500, 25 % enemmän kuin ennen. ' +
      'Linkkejä seurattiin 210 kertaa. Teemoista eniten tavoitti puurakentaminen. Kanavista eniten tavoitti LinkedIn.',
  ],
  [
    facts({ total: { ...told(1, null, 1), events: 1 }, previous: told(2, 0) }),
    'Jaksolla julkaistiin yksi julkaisu, 1 vähemmän kuin edellisellä jaksolla. Tavoittavuutta ei tiedetä. Linkkiä seurattiin kerran. Tapahtuman osallistujia ei ole kerrottu.',
  ],
  [
    facts({ total: { ...told(2, 0), events: 2, attendance: 42 }, previous: told(2, 0) }),
    'Jaksolla julkaistiin 2 julkaisua, yhtä monta kuin edellisellä jaksolla. Tavoittavuuksien summa on 0. Tapahtumissa kävi 42 osallistujaa.',
  ],
])('what happened, in plain Finnish', (given, said) => {
  expect(storyOf(given, 'fi').replaceAll('\u00a0', ' ')).toBe(said);
});

test('in Swedish and English', () => {
  const given = facts({ previous: told(12, 9000), theme: 'wood' });
  expect(storyOf(given, 'en')).toBe(
    '12 posts were published, as many as in the period before. The sum of reaches is 4,500, 50 % less than before. ' +
      'Links were followed 210 times. Of the themes, wood reached most.',
  );
  expect(storyOf(given, 'sv').replaceAll('\u00a0', ' ')).toBe(
    'Under perioden publicerades 12 inlägg, lika många som under föregående period. Summan av räckvidder är 4 500, 50 % mindre än förut. ' +
      'Länkarna följdes 210 gånger. Av temana nådde wood längst.',
  );
});

test.each([
  [5, 4, { by: 1, percent: 25 }],
  [0, 4, { by: -4, percent: -100 }],
  [5, 0, { by: 5, percent: null }],
  [null, 4, null],
  [5, null, null],
  [5, undefined, null],
])('from %s, before it %s', (now, before, change) => expect(changeOf(now, before)).toEqual(change));
