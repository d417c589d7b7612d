import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { acquireDataFolder } from '#src/db/embedded/lock';
import { ask, ownFolder, startKaiku } from '../support/embedded.ts';

describe('the data folder', () => {
  test('belongs to one Kaiku: the second is told who has it, and the first goes on', async () => {
    const dataDir = join(await ownFolder(), 'data');
    const first = await startKaiku({ dataDir });
    await expect(startKaiku({ dataDir })).rejects.toThrow(
      `Kaiku already runs here, pid ${first.process.pid}, at http://localhost:4000, data folder ${dataDir}`,
    );
    expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await first.stop();
    await (await startKaiku({ dataDir, lockOnly: true })).stop();
  });

  test('goes to exactly one of several that start together after one was killed', async () => {
    const dataDir = join(await ownFolder(), 'data');
    await (await startKaiku({ dataDir, lockOnly: true })).kill();
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => startKaiku({ dataDir, lockOnly: true })));
    const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain('Kaiku already runs here');
    }
    await winners[0]?.value.stop();
  });

  test('is taken over from a process whose number belongs to another one today', async () => {
    const dataDir = join(await ownFolder(), 'data');
    const lock = await acquireDataFolder({ dataDir });
    const file = join(dataDir, 'kaiku.lock');
    const held = JSON.parse(await readFile(file, 'utf8'));
    await lock.release();
    await writeFile(file, JSON.stringify({ ...held, started: '1' }));
    await (await acquireDataFolder({ dataDir })).release();
  });

  test.each(['', '{"pid":', '{}'])('is taken over when a crash of the machine left the lock as %j', async (text) => {
    const dataDir = await ownFolder();
    await writeFile(join(dataDir, 'kaiku.lock'), text);
    await (await acquireDataFolder({ dataDir })).release();
  });

  test('stays with a Kaiku in another container as long as that one gives signs of life', async () => {
    const dataDir = await ownFolder();
    const file = join(dataDir, 'kaiku.lock');
    const there = { pid: 1, started: '1', system: 'another container', address: 'http://there:4000', nonce: 'n' };
    await writeFile(file, JSON.stringify(there));
    const beat = setInterval(() => void utimes(file, new Date(), new Date()), 300);
    onTestFinished(() => clearInterval(beat));
    await expect(acquireDataFolder({ dataDir })).rejects.toThrow('pid 1, at http://there:4000');
    clearInterval(beat);
    await (await acquireDataFolder({ dataDir })).release();
  });

  test('can be held twice by one process, and is given back by the first hold', async () => {
    const dataDir = await ownFolder();
    const first = await acquireDataFolder({ dataDir, address: 'http://localhost:4000' });
    await (await acquireDataFolder({ dataDir })).release();
    expect(await readFile(join(dataDir, 'kaiku.lock'), 'utf8')).toContain('http://localhost:4000');
    await first.release();
    await first.release();
    await expect(readFile(join(dataDir, 'kaiku.lock'))).rejects.toThrow('ENOENT');
  });
});
