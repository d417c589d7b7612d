import { execFile, execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settingsTable } from '#src/config/environment';
import { type RunningKaiku, runExample, shellExamples, startKaiku } from '../support/running.ts';

const ROOT = join(import.meta.dirname, '../..');
let kaiku: RunningKaiku;

beforeAll(async () => {
  installCurl();
  kaiku = await startKaiku();
});
afterAll(() => kaiku?.stop());

/** The examples are curl calls; a bare Debian has none. */
function installCurl(): void {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
  } catch {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'curl'], { stdio: 'ignore' });
  }
}

test('the examples of the README work as printed', async () => {
  const scripts = await shellExamples('README.md');
  const key = scripts.find((script) => script.includes('kaiku -- api-key')) as string;
  expect((await runExample(kaiku, `${key}\nprintf %s "$KAIKU_KEY"`)).trim()).toBe(kaiku.key);
  const calls = scripts.find((script) => script.includes('curl')) as string;
  const told = await runExample(kaiku, calls);
  expect(told).toContain('"announcement":');
  expect(told).toContain('"items":');
  expect(told).toContain('https://jsonfeed.org/version/1.1');
  expect(told).not.toContain('"status":4');
});

test('the examples for programs work as printed, one after the other', async () => {
  const scripts = (await shellExamples('docs/api-examples.md')).filter((script) => script.includes('curl'));
  expect(scripts.length).toBeGreaterThan(5);
  for (const script of scripts) {
    const told = await runExample(kaiku, script);
    const isRefusal = script.includes('facebok');
    expect(told.includes('"status":4') && !isRefusal, `${script}\n${told}`).toBe(false);
  }
});

test('the demo ends well on a Kaiku that runs', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, 'dist/src/cli/demo.js')], {
    env: kaiku.env,
  });
  for (const channel of ['facebook-klusteri', 'linkedin-klusteri', 'website']) {
    expect(stdout).toMatch(new RegExp(`✓ ${channel} +It is out\\. http`));
  }
  expect(stdout.match(/The ledger of \S+ +1 post, alt text “Piirros: hirsitalo/g)).toHaveLength(2);
  expect(stdout).toMatch(/facebook-klusteri +views 240, reach 180, reactions 12/);
});

test('the table of settings is the one of the code', async () => {
  expect(await readFile(join(ROOT, 'README.md'), 'utf8')).toContain(settingsTable());
});
