import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { dirname } from 'node:path';
import type { IdPosition } from './world/ids.ts';
import type { Picture, Post } from './world/model.ts';
import type { TokenBook } from './world/tokens.ts';
import type { World } from './world/world.ts';

/** What a restart finds again. Faults, clock, switches and the request log are of one run only. */
interface State {
  readonly version: 1;
  readonly ids: IdPosition;
  readonly posts: readonly Post[];
  readonly pictures: readonly (Omit<Picture, 'bytes'> & { readonly bytes: string | null })[];
  readonly tokens: ReturnType<TokenBook['list']>;
}

/** Changes of one moment are written together. */
const SETTLE_MS = 300;
/** A GET changes nothing, but for tokens that are exchanged or listed with one. */
const CHANGING_GET = /oauth|accounts|\/dialog/;

/**
 * Loads what an earlier run knew, then writes after every change and at the end. Each writing replaces the whole file
 * in one step, so that a kill leaves the old one or the new one.
 * @throws when the file is there but is none of ours: it is not overwritten in silence
 */
export async function keepState(world: World, server: Server, file: string): Promise<{ end(): Promise<void> }> {
  await load(world, file);
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    writing = writing.then(() => save(world, file)).catch(told);
    return writing;
  };
  server.on('request', (req, res) => {
    if (req.method === 'GET' && !CHANGING_GET.test(req.url ?? '')) return;
    res.once('close', () => {
      timer ??= setTimeout(write, SETTLE_MS);
    });
  });
  return { end: write };
}

async function load(world: World, file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return;
  const state = JSON.parse(text) as State;
  if (state.version !== 1) throw new Error(`${file} is not a state of this sandbox; move it away`);
  world.ids.goOn(state.ids);
  world.tokens.takeOver(state.tokens);
  for (const { bytes, ...picture } of state.pictures) {
    world.pictures.set(picture.id, { ...picture, bytes: bytes === null ? null : Buffer.from(bytes, 'base64') });
  }
  for (const post of state.posts) world.addPost(post);
}

async function save(world: World, file: string): Promise<void> {
  const state: State = {
    version: 1,
    ids: world.ids.position(),
    posts: world.posts(),
    pictures: [...world.pictures.values()].map((picture) => ({
      ...picture,
      bytes: picture.bytes?.toString('base64') ?? null,
    })),
    tokens: world.tokens.list(),
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** A full disk ends no run: the posts are still in memory, and the next change tries again. */
function told(error: unknown): void {
  process.stderr.write(`${JSON.stringify({ event: 'sandbox state not written', message: String(error) })}\n`);
}
