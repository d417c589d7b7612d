import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type RunningKaiku, runExample, shellExamples, startKaiku } from '../support/running.ts';

const FILES = ['passphrase', 'first-hour.tar.gz'];

test('the first hour goes as it is written: start, publish, connect, back up, upgrade, restore', {
  timeout: 180_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-first-hour-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const port = String(await freePort());
  const given = { KAIKU_DATA_DIR: join(folder, 'data'), PORT: port, PUBLIC_URL: `http://localhost:${port}` };
  const scripts = await shellExamples('docs/guides/first-hour.md');
  expect(scripts).toHaveLength(9);
  let kaiku: RunningKaiku = await startKaiku(given);
  onTestFinished(() => kaiku.stop());
  const again = async () => {
    kaiku = await startKaiku(given);
  };
  // Files go where the test cleans up; everything else is as printed.
  const run = (index: number) => {
    const script = FILES.reduce(
      (text, file) => text.replaceAll(file === 'passphrase' ? /(?<=> |-file )passphrase/g : file, join(folder, file)),
      scripts[index] ?? '',
    );
    return runExample(kaiku, script);
  };
  const [start, publish, published, connect, doctor, backup, upgraded, restore, resume] = scripts.keys();

  expect(await run(start as number)).toContain('"status":"ok"');
  const { announcement } = JSON.parse(await run(publish as number)) as {
    announcement: { id: string; channels: string[] };
  };
  const out = async (index: number) =>
    (JSON.parse(await run(index)) as { items: { announcement: string; channel: string; permalink: string }[] }).items
      .filter((post) => post.announcement === announcement.id)
      .map(({ channel, permalink }) => `${channel} ${permalink ? 'has its link' : 'has no link'}`)
      .sort();
  const everywhere = [...announcement.channels].sort().map((channel) => `${channel} has its link`);
  await expect.poll(async () => [...new Set(await out(published as number))], { timeout: 30_000 }).toEqual(everywhere);
  const before = await out(published as number);
  expect(JSON.parse(await run(connect as number))).toMatchObject({ slug: 'second-page', health: { ok: true } });
  expect(await run(doctor as number)).toContain('Publishing is on');
  expect(await run(backup as number)).toMatch(/\d+ rows and \d+ images[\s\S]*Whole: /);

  await kaiku.stop();
  await again();
  expect(await out(upgraded as number)).toEqual(before);

  await kaiku.stop();
  expect(await run(restore as number)).toContain('publishes nothing until');
  await again();
  const told = await run(resume as number);
  expect(told).toContain('"second-page"');
  expect(told).not.toContain('"status":4');
  expect(await out(published as number)).toEqual(before);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
