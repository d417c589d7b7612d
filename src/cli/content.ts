import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { problemsOf } from '#posts/problem';
import type { Settings } from '#src/config/settings';
import { ContentFile, type Part } from '#src/content/file';
import { takeIn } from '#src/content/read';
import { contentOf } from '#src/content/write';
import { type OpenDatabase, openDatabase } from '#src/db/client';
import { migrateAll } from '#src/db/migrate';
import { openMediaStore } from '#src/media/store';
import { commandDatabase } from './database.ts';
import type { Told } from './reset-password.ts';
import { version } from './version.ts';

/** Writes all content into a new file; Kaiku may run meanwhile. */
export async function exportContent(settings: Settings, file: string, images: boolean): Promise<Told> {
  const path = resolve(file);
  const counts = new Map<Part, number>();
  // Whoever reads it reads everything that the cluster ever wrote.
  const out = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const isOurs = await once(out, 'open').then(
    () => true,
    () => false,
  );
  if (!isOurs)
    return {
      ok: false,
      text: `${path} cannot be written: it is there already, or its folder is missing or closed to you.`,
    };
  await withDatabase(settings, (database) =>
    database.transaction(async ({ db, client }) => {
      await client.query('set transaction isolation level repeatable read, read only');
      const media = openMediaStore(join(settings.dataDir, 'media'));
      const content = contentOf({ db, media, version: version(), now: new Date(), images }, (part) =>
        counts.set(part, (counts.get(part) ?? 0) + 1),
      );
      await pipeline(Readable.from(content), out);
    }),
  ).catch(async (error: unknown) => {
    // Half a file looks like a whole one.
    await rm(path, { force: true });
    throw error;
  });
  const told = [...counts].map(([part, count]) => `${count} ${part}`).join(', ');
  return { ok: true, text: `${path}: ${told}. People, keys and the audit log are not in it.` };
}

/** Takes the content of a file in, as a whole or not at all. */
export async function importContent(settings: Settings, file: string): Promise<Told> {
  const path = resolve(file);
  const read = await readContent(path);
  if (!read.ok) return read;
  const imported = await withDatabase(settings, async (database, url) => {
    await migrateAll(url);
    return takeIn(database, openMediaStore(join(settings.dataDir, 'media')), read.content);
  });
  const lines = Object.entries(imported).map(
    ([part, { added, kept }]) =>
      `${part}: ${added} added${kept > 0 ? `, ${kept} were there and stay as they are` : ''}`,
  );
  const after = 'What had not gone out came as drafts: nothing of it is published before somebody sends it.';
  return { ok: true, text: [...lines, after].join('\n') };
}

type Read = { readonly ok: true; readonly content: ContentFile } | (Told & { readonly ok: false });
/** More than this helps nobody who mends a file. */
const TOLD = 10;

async function readContent(path: string): Promise<Read> {
  let raw: unknown;
  try {
    raw = JSON.parse(await text(createReadStream(path)));
  } catch (error) {
    if (error instanceof SyntaxError)
      return { ok: false, text: `${path} is no JSON (${error.message}); nothing was changed.` };
    throw error;
  }
  const content = ContentFile.safeParse(raw);
  if (content.success) return { ok: true, content: content.data };
  const problems = problemsOf(content.error);
  const told = problems.slice(0, TOLD).map(({ pointer, detail }) => `  ${pointer || '/'}: ${detail}`);
  const more = problems.length > TOLD ? [`  … and ${problems.length - TOLD} more`] : [];
  return { ok: false, text: [`${path} cannot be read; nothing was changed:`, ...told, ...more].join('\n') };
}

async function withDatabase<Result>(
  settings: Settings,
  work: (database: OpenDatabase, url: string) => Promise<Result>,
): Promise<Result> {
  const own = await commandDatabase(settings, { alone: false });
  try {
    const database = openDatabase(own.url, { max: 2, onError: () => undefined });
    try {
      return await work(database, own.url);
    } finally {
      await database.close();
    }
  } finally {
    await own.close();
  }
}
