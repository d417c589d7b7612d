import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { exportContent, importContent } from '#src/cli/content';
import { readSettings, type Settings } from '#src/config/settings';
import { openDatabase } from '#src/db/client';
import { firstStart } from '#src/db/first-start';
import { addSamples } from '#src/db/samples';
import { openMediaStore, sha256Of } from '#src/media/store';
import { freshDatabase } from '../support/database.ts';
import { type Engine, startEngine } from '../support/engine.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** An installation as its commands find it. */
async function settingsOf(databaseUrl: string): Promise<Settings> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-content-'));
  folders.push(folder);
  const read = readSettings({ DATABASE_URL: databaseUrl, KAIKU_DATA_DIR: folder }, { isRoot: false });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.settings;
}

const rowsOf = async (url: string, query: string): Promise<Record<string, unknown>[]> => {
  const database = openDatabase(url, { max: 1, onError: () => undefined });
  const { rows } = await database.pool.query(query);
  await database.close();
  return rows;
};

/** Posts in every state that a file may have them in, one of them out with its numbers, and a picture. */
async function fill(engine: Engine, settings: Settings): Promise<{ out: string; waits: string; underway: string }> {
  const { pool } = engine.deps.database;
  const channelId = await engine.channel({ slug: 'sivu', remoteId: 'page-1' });
  engine.workers();
  const published = await engine.post({ channelId, inMs: 0, text: 'Tämä on ulkona.' });
  await engine.until(published.id, 'published');
  const at = new Date();
  const measures = { views: 12, reach: 9, reactions: 3, comments: null, shares: 0, clicks: null, linkClicks: 1 };
  await addSamples(engine.deps.database.db, [
    { postId: published.id, at, measures, raw: { secret: 'raw' }, notes: ['n'] },
  ]);
  const waits = await engine.post({ channelId, inMs: 3_600_000, text: 'Tämä odottaa.' });
  const underway = await engine.post({ channelId, inMs: 3_600_000, text: 'Tämä oli matkalla.' });
  await pool.query(
    `update posts set state = 'publishing', due_at = null,
       state_data = '{"name": "publishing", "attemptId": "a", "leaseUntil": "2026-01-01T00:00:00Z", "armedAt": "2026-01-01T00:00:00Z"}'
     where id = $1`,
    [underway.id],
  );
  const bytes = new TextEncoder().encode('a picture');
  await openMediaStore(join(settings.dataDir, 'media')).save(sha256Of(bytes), bytes);
  await pool.query(
    `insert into media (id, sha256, mime, bytes, width, height, alt, file_name)
     values ('00000000-0000-7000-8000-00000000aaaa', $1, 'image/png', $2, 1, 1, 'Piste', 'piste.png')`,
    [sha256Of(bytes), bytes.length],
  );
  return { out: published.id, waits: waits.id, underway: underway.id };
}

describe('content that is taken along', () => {
  let engine: Engine;
  let here: Settings;
  let file: string;
  let ids: Awaited<ReturnType<typeof fill>>;
  beforeAll(async () => {
    engine = await startEngine();
    here = await settingsOf(engine.databaseUrl);
    ids = await fill(engine, here);
    file = join(here.dataDir, 'content.json');
    const told = await exportContent(here, file, true);
    expect(told).toMatchObject({ ok: true, text: expect.stringContaining('3 posts') });
    return () => engine.stop();
  });

  test('is for its owner’s eyes, holds no key and no platform’s raw answer', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    expect(text).not.toMatch(/access_?token|refresh_?token|"raw"/i);
    expect(await exportContent(here, file, true)).toMatchObject({
      ok: false,
      text: expect.stringContaining('is there already'),
    });
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('that breaks in the middle leaves no half file', async () => {
    const broken = join(here.dataDir, 'broken.json');
    const nowhere = { ...here, databaseUrl: 'postgres://nobody@127.0.0.1:1/none' };
    await expect(exportContent(nowhere, broken, true)).rejects.toThrow();
    await expect(stat(broken)).rejects.toThrow('ENOENT');
  });

  test('comes in elsewhere: what is out with its numbers, what was not as a draft, and a second time changes nothing', async () => {
    const there = await freshDatabase();
    onTestFinished(() => there.drop());
    const database = openDatabase(there.url, { max: 2, onError: () => undefined });
    const settings = await settingsOf(there.url);
    await firstStart(database, { bootstrapKey: null, dataFolder: settings.dataDir });
    await database.close();
    const told = await importContent(settings, file);
    expect(told).toMatchObject({ ok: true, text: expect.stringContaining('posts: 3 added') });

    const posts = await rowsOf(
      there.url,
      `select p.id, p.state, p.remote_id, p.due_at, p.message ->> 'text' as text from posts p`,
    );
    expect(posts).toHaveLength(3);
    const by = (id: string) => posts.find((post) => post.id === id);
    expect(by(ids.out)).toMatchObject({
      state: 'published',
      remote_id: expect.stringMatching(/./),
      text: 'Tämä on ulkona.',
    });
    expect(by(ids.waits)).toMatchObject({ state: 'draft', due_at: null, text: 'Tämä odottaa.' });
    expect(by(ids.underway)).toMatchObject({ state: 'needsDecision', due_at: null });
    expect(await rowsOf(there.url, 'select post_id, views::int, reach::int, comments, raw from samples')).toEqual([
      { post_id: ids.out, views: 12, reach: 9, comments: null, raw: null },
    ]);
    expect(await rowsOf(there.url, 'select post_id, reach::int from post_numbers')).toEqual([
      { post_id: ids.out, reach: 9 },
    ]);
    const [page] = await rowsOf(there.url, `select hold_reason, access_token from channels where remote_id = 'page-1'`);
    expect(page).toEqual({ hold_reason: 'reconnect', access_token: null });
    const [image] = await rowsOf(there.url, 'select sha256 from media');
    const bytes = await openMediaStore(join(settings.dataDir, 'media')).read(String(image?.sha256));
    expect(new TextDecoder().decode(bytes)).toBe('a picture');

    const again = await importContent(settings, file);
    expect(again.text).toContain('posts: 0 added, 3 were there');
    expect(await rowsOf(there.url, 'select id from posts')).toHaveLength(3);
    // What comes out there is what went in, but for what became of what had not gone out.
    const back = join(settings.dataDir, 'back.json');
    await exportContent(settings, back, true);
    const [before, after] = await Promise.all(
      [file, back].map(async (path) => JSON.parse(await readFile(path, 'utf8'))),
    );
    for (const part of ['announcements', 'samples', 'images']) expect(after[part], part).toEqual(before[part]);
    const out = (posts: { id: string }[]) => posts.find(({ id }) => id === ids.out);
    expect(out(after.posts)).toEqual(out(before.posts));
  });

  test.each([
    ['no JSON', (text: string) => text.slice(0, -20), /is no JSON/],
    ['another format', (text: string) => text.replace('kaiku-content', 'other'), /no export of Kaiku/],
    ['a later version', (text: string) => text.replace('"version":1', '"version":2'), /only version 1/],
    [
      'a post in no state',
      (text: string) => text.replace('"name":"published"', '"name":"flying"'),
      /\/posts\/\d+\/state/,
    ],
    ['a damaged picture', (text: string) => text.replace('"base64":"', '"base64":"AAAA'), /damaged|base64/],
    [
      'a channel that is not there',
      (text: string) => text.replace('"channel":"sivu"', '"channel":"other"'),
      /other is not in the file/,
    ],
  ])('with %s is refused with the reason, and nothing changes', async (_name, spoil, reason) => {
    const there = await freshDatabase();
    onTestFinished(() => there.drop());
    const settings = await settingsOf(there.url);
    const spoilt = join(settings.dataDir, 'spoilt.json');
    await writeFile(spoilt, spoil(await readFile(file, 'utf8')));
    const told = await importContent(settings, spoilt).catch((error: Error) => ({ ok: false, text: error.message }));
    expect(told.ok).toBe(false);
    expect(told.text).toMatch(reason);
    expect(told.text).toContain('nothing was changed');
    expect(await rowsOf(there.url, 'select id from announcements union all select id from channels')).toEqual([]);
  });
});
