import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { begin, fail } from '#src/start/process';
import { ROOT } from '#src/start/root';

/** A Kaiku to show the main job on: one that runs already, or its own. */
interface Stage {
  readonly address: string;
  readonly key: string;
  close(): Promise<void>;
}

interface Post {
  readonly id: string;
  readonly channel: string;
  readonly language: string;
  readonly state: string;
  readonly stateMessage: string;
  readonly permalink: string | null;
  readonly remoteId: string | null;
}

type Sample = Record<'views' | 'reach' | 'reactions' | 'comments' | 'shares' | 'clicks' | 'linkClicks', number | null>;

/** Nothing of the demo takes longer; a wait that does is a fault and is told as one. */
const PATIENCE_MS = 60_000;
const ENDED = ['published', 'rejected', 'needsDecision', 'missed', 'cancelled', 'parked'];
const DAYS_AHEAD = 21;

await run().then(
  () => process.exit(0),
  (error) => fail(error),
);

async function run(): Promise<void> {
  const stage = await findStage();
  try {
    await show(stage);
  } finally {
    await stage.close();
  }
}

async function show(stage: Stage): Promise<void> {
  const event = await example(stage);
  step('Writing one event, once', `“${event.texts.fi.title}”`);
  const { announcement, posts } = await call<{ announcement: { id: string; publicUrl: string }; posts: Post[] }>(
    stage,
    'POST',
    '/announcements',
    event,
  );
  step('Planned', posts.map((post) => `${post.channel} (${post.language})`).join(', '));
  const out = await settled(stage, announcement.id);
  for (const post of out) step(post.channel, `${post.stateMessage} ${post.permalink ?? ''}`);
  const failed = out.filter((post) => post.state !== 'published');
  if (failed.length > 0)
    throw new Error(`${failed.map((post) => post.channel).join(', ')}: not published, needs a look`);
  const sandbox = await sandboxOf(stage);
  if (sandbox) {
    await prove(sandbox, out);
    await visit(sandbox, out);
    step('Some visitors came by', 'made up by the stand-ins');
  }
  step('Reading the numbers back', '');
  for (const post of out) step(post.channel, describe(await measured(stage, post)));
  step('On your own website', announcement.publicUrl);
}

/** The example event, three weeks from now, with its picture. */
async function example(stage: Stage) {
  const folder = join(ROOT, 'examples');
  const event = JSON.parse(await readFile(join(folder, 'event.json'), 'utf8'));
  const form = new FormData();
  form.set('file', new Blob([await readFile(join(folder, 'hirsitalo.png'))], { type: 'image/png' }), 'hirsitalo.png');
  form.set('alt', 'Piirros: hirsitalo lumessa tunturien edessä, taivaalla revontulet.');
  const image = await call<{ id: string; alt: string }>(stage, 'POST', '/media', form);
  step('Image stored, with its alt text', image.alt);
  const day = new Date(Date.now() + DAYS_AHEAD * 86_400_000).toISOString().slice(0, 10);
  event.event.startsAt = `${day}T13:00`;
  event.event.endsAt = `${day}T16:00`;
  return { ...event, media: [image.id] };
}

async function settled(stage: Stage, announcement: string): Promise<Post[]> {
  return until(`the posts are out`, async () => {
    const { items } = await call<{ items: Post[] }>(stage, 'GET', `/posts?announcement=${announcement}`);
    return items.every((post) => ENDED.includes(post.state)) ? items : null;
  });
}

async function measured(stage: Stage, post: Post): Promise<Sample> {
  await call(stage, 'POST', `/posts/${post.id}/measure`);
  return until(`the numbers of ${post.channel}`, async () => {
    const samples = await call<Sample[] | { items: Sample[] }>(stage, 'GET', `/posts/${post.id}/samples`);
    return (Array.isArray(samples) ? samples : samples.items).at(-1) ?? null;
  });
}

/** Where the stand-in platforms are; null when this Kaiku speaks to the real ones. */
async function sandboxOf(stage: Stage): Promise<string | null> {
  return ((await (await fetch(`${stage.address}/healthz`)).json()) as { sandbox: string | null }).sandbox;
}

/** Nobody visits a stand-in, so it is told who came by; what Kaiku reads back afterwards must be the same. */
async function visit(sandbox: string, posts: readonly Post[]): Promise<void> {
  for (const [index, post] of posts.filter(({ channel }) => channel !== 'website').entries()) {
    const numbers = {
      views: 240 + index * 35,
      reach: 180 + index * 20,
      reactions: 12,
      comments: 2,
      shares: 3,
      clicks: 9,
    };
    await fetch(`${sandbox}/sandbox/numbers/${encodeURIComponent(post.remoteId ?? '')}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(numbers),
    });
  }
}

/**
 * The stand-ins' own ledger is the judge, not our tables. A second copy would bear the very same words: each post has a
 * short link of its own.
 */
async function prove(sandbox: string, posts: readonly Post[]): Promise<void> {
  const ledger = (await (await fetch(`${sandbox}/sandbox/ledger`)).json()) as {
    remoteId: string;
    text: string;
    images: { alt: string | null }[];
  }[];
  for (const post of posts.filter(({ channel }) => channel !== 'website')) {
    const ours = ledger.find(({ remoteId }) => remoteId === post.remoteId);
    const copies = ledger.filter(({ text }) => text === ours?.text);
    step(`The ledger of ${post.channel}`, `${copies.length} post, alt text “${ours?.images[0]?.alt ?? 'none'}”`);
    if (copies.length !== 1) throw new Error(`${post.channel} has the event ${copies.length} times instead of once`);
  }
}

function describe(sample: Sample): string {
  const known = Object.entries(sample).filter(([name, value]) => typeof value === 'number' && name !== 'at');
  const unknown = Object.entries(sample).filter(([, value]) => value === null);
  const numbers = known.map(([name, value]) => `${name} ${value}`).join(', ') || 'no numbers';
  return unknown.length > 0 ? `${numbers} (not known: ${unknown.map(([name]) => name).join(', ')})` : numbers;
}

async function findStage(): Promise<Stage> {
  const { settings } = begin();
  const address = `http://localhost:${settings.port}`;
  const running = await fetch(`${address}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  );
  if (running) {
    const key = settings.bootstrapApiKey ?? (await readFile(join(settings.dataDir, 'api-key'), 'utf8')).trim();
    step('Using the Kaiku that runs', address);
    return { address, key, close: async () => undefined };
  }
  step('Starting a Kaiku for the demo', 'its own database and stand-in platforms, removed afterwards');
  return ownStage();
}

async function ownStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-demo-'));
  const dataDir = join(folder, 'data');
  const port = String(await freePort());
  const env = {
    ...process.env,
    PORT: port,
    PUBLIC_URL: `http://localhost:${port}`,
    KAIKU_DATA_DIR: dataDir,
    KAIKU_SANDBOX: 'on',
    LOG_LEVEL: 'error',
  };
  const child = fork(fileURLToPath(import.meta.resolve('#src/start')), [], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = await new Promise<{ address: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { address: string }));
    child.once('exit', (code) => reject(new Error(`Kaiku ended with code ${code} before it was ready`)));
  });
  return {
    address: ready.address,
    key: (await readFile(join(dataDir, 'api-key'), 'utf8')).trim(),
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function call<T>(stage: Stage, method: string, path: string, body?: unknown): Promise<T> {
  const json = body !== undefined && !(body instanceof FormData);
  const answer = await fetch(`${stage.address}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${stage.key}`, ...(json ? { 'content-type': 'application/json' } : {}) },
    ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : (body as FormData) }),
  });
  const told = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${told}`);
  return (told === '' ? null : JSON.parse(told)) as T;
}

async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const seen = await look();
    if (seen !== null) return seen;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`Waiting until ${what} took longer than ${PATIENCE_MS / 1000} s. The log of Kaiku tells why.`);
}

function step(what: string, told: string): void {
  process.stdout.write(`  ✓ ${what.padEnd(34)} ${told}\n`);
}
