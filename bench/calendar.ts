import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { end } from './support/installation.ts';
import { percentile } from './support/system.ts';

const CHROMIUM = '/usr/bin/chromium';
const POSTS = 2_000;
const TIMES = 5;
/** A frame that a person notices. */
const STUTTER_MS = 50;

/**
 * A month of 2,000 posts in a browser beside an empty page of the same interface in the same run: how long until it is
 * drawn, and whether frames are late while a post is dragged across it. The posts come in by the import of files.
 */
export async function calendar(): Promise<string> {
  if (!existsSync(CHROMIUM)) return `not measured: there is no ${CHROMIUM}`;
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-bench-'));
  await chmod(folder, 0o755);
  const { child, address } = await start(folder);
  const profile = join(folder, 'browser');
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    viewport: { width: 1280, height: 900 },
  });
  try {
    const key = (await readFile(join(folder, 'data', 'api-key'), 'utf8')).trim();
    const month = monthIn(2);
    const importedMs = await fill(address, key, month);
    await browser.addInitScript(`sessionStorage.setItem('kaiku.key', ${JSON.stringify(key)})`);
    const page = await browser.newPage();
    const app = `${address}/app`;
    const drawn = { empty: [] as number[], none: [] as number[], month: [] as number[] };
    for (let time = 0; time <= TIMES; time += 1) {
      const empty = await timeTo(page, `${app}/nowhere`, 'h1');
      const none = await timeTo(page, `${app}/calendar?date=${monthIn(6)}-01`, '[aria-busy="false"]');
      const full = await timeTo(page, `${app}/calendar?date=${month}-01`, '[aria-busy="false"] [data-post]');
      // The first round fills the browser's caches.
      if (time > 0) {
        drawn.empty.push(empty);
        drawn.none.push(none);
        drawn.month.push(full);
      }
    }
    const frames = await drag(page);
    const [empty, none, full] = [drawn.empty, drawn.none, drawn.month].map((values) => percentile(values, 0.5));
    const late = frames.filter((ms) => ms > STUTTER_MS).length;
    return `| ${[
      POSTS,
      Math.round(empty ?? Number.NaN),
      Math.round(none ?? Number.NaN),
      Math.round(full ?? Number.NaN),
      Math.round((full ?? Number.NaN) - (empty ?? Number.NaN)),
      `${frames.length} / ${late}`,
      Math.round(Math.max(...frames)),
      Math.round(importedMs / POSTS),
    ].join(' | ')} |`;
  } finally {
    await browser.close();
    await end(child);
    await rm(folder, { recursive: true, force: true });
  }
}

export const CALENDAR_HEAD =
  '| posts in the month | empty page ms | empty month ms | full month ms | more than the empty page | frames of a drag / late (> 50 ms) | longest ms | import ms a post |\n|---|---|---|---|---|---|---|---|';

async function start(folder: string) {
  const main = fileURLToPath(import.meta.resolve('#src/start'));
  const env = { ...process.env, KAIKU_DATA_DIR: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'fatal' };
  const child = fork(main, [], { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const { address } = await new Promise<{ address: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { address: string }));
    child.once('exit', (code) => reject(new Error(`Kaiku ended with code ${code}`)));
  });
  return { child, address };
}

/** `2027-01`, so many months from now. */
function monthIn(months: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString().slice(0, 7);
}

/** Brings drafts into every day of the month, for each channel of the trial. @returns milliseconds */
async function fill(address: string, key: string, month: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  const { items } = (await (await fetch(`${address}/api/v1/channels?limit=200`, { headers })).json()) as {
    items: { slug: string }[];
  };
  const startedAt = performance.now();
  const rows = Array.from({ length: Math.ceil(POSTS / items.length) }, (_row, index) => {
    const [day, hour, minute] = [(index % 28) + 1, 7 + (index % 13), (index * 7) % 60];
    const time = `${month}-${two(day)} ${two(hour)}:${two(minute)}`;
    return `lapin-amk;Mittaus ${index};Puurakentamisen uutisia pohjoisesta, numero ${index}. Tervetuloa mukaan.;${time}`;
  });
  for (let from = 0; from < rows.length; from += 500) {
    const file = ['Organisaatio;Otsikko;Teksti;Julkaisuaika', ...rows.slice(from, from + 500)].join('\n');
    const send = async (more: Record<string, string>) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(more)) form.append(name, value);
      form.append('file', new Blob([file], { type: 'text/csv' }), 'bench.csv');
      const answer = await fetch(`${address}/api/v1/announcements/import`, { method: 'POST', headers, body: form });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as { fingerprint: string; id: string };
    };
    const { fingerprint } = await send({});
    const { id } = await send({ confirm: fingerprint });
    for (let done = false; !done; ) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const answer = await fetch(`${address}/api/v1/announcements/imports/${id}`, { headers });
      done = ((await answer.json()) as { finishedAt: string | null }).finishedAt !== null;
    }
  }
  return performance.now() - startedAt;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** From asking for the address until what it shows is painted. */
async function timeTo(page: Page, address: string, selector: string): Promise<number> {
  const startedAt = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator(selector).first().waitFor();
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  return performance.now() - startedAt;
}

/** Drags a post across the month and back. @returns how long each frame took, in milliseconds */
async function drag(page: Page): Promise<number[]> {
  const box = await page.locator('[data-post]').first().boundingBox();
  if (!box) throw new Error('no post is drawn');
  await page.evaluate(`{
    window.frames_ = []; window.dragging_ = true; let last = performance.now();
    const look = (now) => { window.frames_.push(now - last); last = now; if (window.dragging_) requestAnimationFrame(look); };
    requestAnimationFrame(look);
  }`);
  await page.mouse.move(box.x + 20, box.y + 6);
  await page.mouse.down();
  for (let step = 0; step < 90; step += 1) {
    const along = step < 45 ? step : 90 - step;
    await page.mouse.move(box.x + 20 + along * 16, box.y + 6 + along * 5);
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
  // Back where it was: nothing is moved.
  await page.mouse.move(box.x + 20, box.y + 6);
  await page.mouse.up();
  await page.evaluate('window.dragging_ = false');
  return (await page.evaluate('window.frames_.slice(2)')) as number[];
}
