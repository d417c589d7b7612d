import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rulesFor } from '#posts/compose/index';
import type { Outcome } from '#posts/outcome';
import { Outcome as OutcomeSchema } from '#posts/outcome';
import { Measures } from '#posts/schema/sample';
import type { Fingerprint, Snapshot } from '#src/channels/contract';
import { picture, realStage, type Stage, sandboxStage, snapshotOf, tools, websiteStage } from './channels-stage.ts';

const RESERVED = '\\ | { } @ [ ] ( ) < > # * _ ~';
/** Makes words that no earlier run has used; real platforms refuse repeated ones. */
const fresh = (words: string) => `${words} ${randomUUID().slice(0, 8)}`;

const stages: [string, Stage][] = [
  ['facebook on the sandbox', await sandboxStage('facebook')],
  ['linkedin on the sandbox', await sandboxStage('linkedin')],
  ['website-feed in memory', websiteStage()],
];
for (const kind of ['facebook', 'linkedin'] as const) {
  const stage = realStage(kind);
  if (typeof stage === 'string') process.stdout.write(`${stage}\n`);
  else stages.push([`${kind} for real`, stage]);
}

describe.each(stages)('the channel contract: %s', { timeout: 180_000 }, (_name, stage) => {
  const { channel, access, judge, kind } = stage;
  const made: string[] = [];
  beforeEach(() => stage.reset());
  afterEach(async () => {
    for (const remoteId of made.splice(0)) await channel.retract(remoteId, access);
  });
  afterAll(() => stage.close());

  async function publish(snapshot: Snapshot): Promise<Outcome & { kind: 'published' }> {
    const outcome = await channel.publish(snapshot, access, tools(stage));
    if (outcome.kind !== 'published') throw new Error(`${outcome.kind}: ${outcome.message}`);
    made.push(outcome.remoteId);
    expect(OutcomeSchema.parse(outcome)).toEqual(outcome);
    return outcome;
  }

  const textAt = async (remoteId: string) => {
    const read = await channel.read(remoteId, access);
    return read && 'text' in read ? read.text : read;
  };

  test('a text appears as meant, with an address', async () => {
    const snapshot = snapshotOf(stage, {
      body: fresh('Puurakentamisen päivä Kemissä.\n\nTervetuloa! 🌲 #puu_rakentaminen'),
    });
    const { remoteId, permalink, note } = await publish(snapshot);
    expect(await textAt(remoteId)).toBe(snapshot.text);
    expect(permalink).toMatch(/^https?:\/\//);
    expect(note).toBeUndefined();
    if (judge) expect(judge.shown()).toMatchObject([{ remoteId, text: snapshot.text, link: null, alts: [] }]);
  });

  test('a person names the post by its address', async () => {
    const since = new Date();
    const { remoteId, permalink } = await publish(snapshotOf(stage, { body: fresh('Tämä se on') }));
    expect(await channel.locate(permalink as string, since, access)).toMatchObject({
      kind: 'found',
      seen: { remoteId },
    });
    expect((await channel.locate('https://www.digipolis.fi/', since, access)).kind).toBe('absent');
  });

  test('characters with a meaning of their own appear as they are', async () => {
    const snapshot = snapshotOf(stage, {
      body: fresh(`Merkit ${RESERVED} (suluissa) a_b & "lainaus" <b>ei</b> 100 %`),
    });
    const { remoteId, note } = await publish(snapshot);
    expect(await textAt(remoteId)).toBe(snapshot.text);
    expect(note).toBeUndefined();
    if (judge) expect(judge.shown()).toMatchObject([{ text: snapshot.text }]);
  });

  test('a link makes a card', async () => {
    const url = 'https://www.digipolis.fi/';
    const link = { url, target: url, title: 'Digipolis', description: 'Kehitysyhtiö' };
    const { remoteId } = await publish(snapshotOf(stage, { body: fresh('Lue lisää'), link }));
    if (judge) expect(judge.shown()).toMatchObject([{ remoteId, link: url }]);
  });

  test.each([[1], [3]])(
    '%i image(s) keep their order and alt texts, and the link stands in the text',
    async (count) => {
      const alts = ['Hirsitalo', 'Työmaa "B" & kraana', 'Väki\nkoolla'].slice(0, count);
      const images = await Promise.all(alts.map((alt, index) => picture(`kuva-${index}`, alt)));
      const url = 'https://www.digipolis.fi/';
      const link = { url, target: url, title: 'Digipolis', description: null };
      const snapshot = snapshotOf(stage, { body: fresh('Kuvia'), images, link });
      const { remoteId } = await publish(snapshot);
      if (judge) expect(judge.shown()).toMatchObject([{ remoteId, text: snapshot.text, alts }]);
    },
  );

  if (judge)
    test('every upload is invisible, and leave is asked once, directly before the one final call', async () => {
      const images = await Promise.all(['a', 'b'].map((name) => picture(name, name)));
      const leave = tools(stage);
      const outcome = await channel.publish(snapshotOf(stage, { body: fresh('Kuvia'), images }), access, leave);
      expect(outcome.kind).toBe('published');
      expect(leave.armedAfter).toHaveLength(1);
      expect(judge.shown()).toHaveLength(1);
      if (kind === 'website-feed') return;
      const [before, after] = [judge.calls().slice(0, leave.armedAfter[0]), judge.calls().slice(leave.armedAfter[0])];
      expect(before.map((call) => call.operation)).not.toContain('publish');
      expect(before.filter((call) => call.operation === 'upload').length).toBeGreaterThanOrEqual(2);
      const [final, ...rest] = after.map((call) => call.operation);
      expect(final).toBe('publish');
      expect(rest.every((operation) => operation === 'read')).toBe(true);
    });

  if (judge)
    test('without leave nothing is called', async () => {
      const outcome = await channel.publish(snapshotOf(stage, { body: fresh('Ei') }), access, tools(stage, false));
      expect(outcome.kind).toBe('notSent');
      expect(judge.calls()).toEqual([]);
      expect(judge.shown()).toEqual([]);
    });

  test('a first comment follows as the page, in plain words, and is found again', async () => {
    const { remoteId } = await publish(snapshotOf(stage, { body: fresh('Kommentoitava') }));
    const since = new Date();
    const words = fresh(`Ilmoittaudu (heti) https://a.fi/x_y #nyt`);
    const outcome = await channel.comment(remoteId, words, access);
    if (kind === 'website-feed') {
      expect(outcome).toMatchObject({ kind: 'rejected', code: 'no-comments' });
      return;
    }
    expect(outcome.kind).toBe('published');
    if (judge) expect(judge.shown()).toMatchObject([{ comments: [words] }]);
    const sighting = await channel.findComment(remoteId, words, since, access);
    expect(sighting).toMatchObject({ kind: 'found', seen: { text: words } });
    expect(await channel.findComment(remoteId, fresh('Ei ole'), since, access)).toEqual({
      kind: 'absent',
      proof: false,
    });
  });

  if (judge)
    test('a post whose answer was lost is uncertain, and found by looking', async () => {
      judge.loseNextAnswer();
      const snapshot = snapshotOf(stage, { body: fresh('Katosi (matkalla)') });
      const armedAt = new Date();
      expect((await channel.publish(snapshot, access, tools(stage))).kind).toBe('uncertain');
      const sought = fingerprint(snapshot, armedAt);
      const sighting = await channel.find(sought, access);
      expect(sighting).toMatchObject({ kind: 'found', seen: { remoteId: judge.shown()[0]?.remoteId } });
    });

  test('a post that is not there is absent, proved only on our own website', async () => {
    const snapshot = snapshotOf(stage, { body: fresh('Ei koskaan lähetetty') });
    const sighting = await channel.find(fingerprint(snapshot, new Date()), access);
    expect(sighting).toEqual({ kind: 'absent', proof: kind === 'website-feed' });
  });

  test('an edit changes the words that stand there', async () => {
    const { remoteId } = await publish(snapshotOf(stage, { body: fresh('Ennen') }));
    const edited = snapshotOf(stage, { body: fresh('Jälkeen (muutos)') });
    expect(await channel.edit(remoteId, edited, access)).toMatchObject({ kind: 'published', remoteId });
    expect(await textAt(remoteId)).toBe(edited.text);
  });

  test('a post can be taken away twice; then it is gone for reading, editing and measuring', async () => {
    const { remoteId } = await publish(snapshotOf(stage, { body: fresh('Pois') }));
    expect(await channel.retract(remoteId, access)).toMatchObject({ kind: 'published', remoteId });
    expect(await channel.retract(remoteId, access)).toMatchObject({ kind: 'published', remoteId });
    expect(await channel.read(remoteId, access)).toBeNull();
    const edit = await channel.edit(remoteId, snapshotOf(stage, { body: 'Uusi' }), access);
    expect(edit).toMatchObject({ kind: 'rejected', code: 'gone' });
    expect(await channel.metrics([remoteId], access)).toMatchObject({ gone: [remoteId], failure: null });
  });

  test('numbers are whole or not known', async () => {
    const first = await publish(snapshotOf(stage, { body: fresh('Yksi') }));
    const second = await publish(snapshotOf(stage, { body: fresh('Kaksi') }));
    const { samples, gone, failure } = await channel.metrics([first.remoteId, second.remoteId], access);
    expect(failure).toBeNull();
    expect(gone).toEqual([]);
    expect([...samples.keys()].sort()).toEqual([first.remoteId, second.remoteId].sort());
    for (const { measures } of samples.values()) expect(Measures.parse(measures)).toEqual(measures);
  });

  test('a working page is healthy', async () => {
    expect(await channel.health(access)).toMatchObject({ ok: true, outcome: null });
  });

  const { revokeKey, throttle } = judge ?? {};
  if (revokeKey)
    test('a revoked key is told as such, everywhere', async () => {
      const { remoteId } = await publish(snapshotOf(stage, { body: fresh('Ennen') }));
      revokeKey();
      const snapshot = snapshotOf(stage, { body: fresh('Avain'), images: [await picture('a', 'a')] });
      const outcomes = [
        await channel.publish(snapshot, access, tools(stage)),
        await channel.publish({ ...snapshot, images: [] }, access, tools(stage)),
        await channel.comment(remoteId, 'x', access),
        await channel.edit(remoteId, snapshot, access),
        await channel.retract(remoteId, access),
        await channel.read(remoteId, access),
        (await channel.metrics([remoteId], access)).failure,
        (await channel.health(access)).outcome,
      ];
      expect(outcomes).toMatchObject(outcomes.map(() => ({ kind: 'authExpired' })));
      expect((await channel.find(fingerprint(snapshot, new Date()), access)).kind).toBe('cannotTell');
      expect(JSON.stringify(outcomes)).not.toContain(access.accessToken);
    });

  if (throttle)
    test('a throttle tells until when, and a look under it tells nothing', async () => {
      const { remoteId } = await publish(snapshotOf(stage, { body: fresh('Ennen') }));
      throttle();
      const snapshot = snapshotOf(stage, { body: fresh('Hidasta'), images: [await picture('a', 'a')] });
      const outcomes = [
        await channel.publish(snapshot, access, tools(stage)),
        await channel.publish({ ...snapshot, images: [] }, access, tools(stage)),
        (await channel.metrics([remoteId], access)).failure,
      ];
      for (const outcome of outcomes) {
        if (outcome?.kind !== 'throttled') throw new Error(`${outcome?.kind} instead of throttled`);
        expect(outcome.until.getTime()).toBeGreaterThan(Date.now());
      }
      expect((await channel.find(fingerprint(snapshot, new Date()), access)).kind).toBe('cannotTell');
      const since = new Date();
      expect((await channel.findComment(remoteId, 'x', since, access)).kind).toBe('cannotTell');
    });

  test('what is too long is refused by the rules, before any call', () => {
    const rules = rulesFor[kind];
    const max = rules.limits.text;
    const problems = (length: number) =>
      rules.problems({ ...snapshotOf(stage, { body: 'x' }), text: 'a'.repeat(length) });
    if (max === null) {
      expect(problems(200_000)).toEqual([]);
      return;
    }
    expect(problems(max)).toEqual([]);
    expect(problems(max + 1)).toMatchObject([{ code: 'text-too-long', path: 'text' }]);
  });
});

function fingerprint(snapshot: Snapshot, armedAt: Date): Fingerprint {
  const { text, link, postId } = snapshot;
  return { text, link, armedAt, owned: new Set(), hint: null, postId };
}
