import sharp from 'sharp';
import { v7 as uuidv7 } from 'uuid';
import { listAnnouncements } from '#src/db/announcements';
import { listChannels } from '#src/db/channels';
import { getCluster } from '#src/db/cluster';
import { insertMedia } from '#src/db/media';
import { databaseNow } from '#src/db/posts';
import { sampleAnnouncements } from '#src/db/sample-data';
import type { Drawing } from '#src/db/sample-drawings';
import { prepareImage } from '#src/media/prepare';
import { sha256Of } from '#src/media/store';
import type { Fetched } from '#src/net/guarded-fetch';
import { createAnnouncement } from '../announcements/create.ts';
import { type ApiDeps, EVERYTHING } from '../deps.ts';
import { internalCall } from '../run.ts';

/** Who made what came along with the trial. */
const TRIAL = { name: 'trial', person: EVERYTHING } as const;

/**
 * Fills an installation in trial mode with announcements and events, through the very code that answers requests.
 * Does nothing once there is any announcement. Pages that are not connected are left out.
 * @returns how many samples there are; 0 when nothing was done
 */
export async function createSamples(deps: ApiDeps): Promise<number> {
  const { db } = deps.database;
  if ((await listAnnouncements(db, { limit: 1 })).length > 0) return 0;
  const { zone } = await getCluster(db);
  const samples = sampleAnnouncements(await databaseNow(db), zone);
  // The samples' links are drawn up, and a trial starts without the internet too.
  const unasked: ApiDeps = { ...deps, fetch: async (url) => answered(url) };
  const connected = new Set((await listChannels(db, { limit: 200 })).map(({ slug }) => slug));
  for (const { input, drawing } of samples) {
    const channels = (input.channels as string[]).filter((slug) => connected.has(slug));
    if (channels.length === 0) continue;
    const media = drawing ? [await storeDrawing(deps, drawing)] : [];
    await createAnnouncement(internalCall(unasked, TRIAL, { ...input, channels, media }));
  }
  return samples.length;
}

async function storeDrawing(deps: ApiDeps, { svg, alt, fileName }: Drawing): Promise<string> {
  const prepared = await prepareImage(await sharp(Buffer.from(svg)).png().toBuffer());
  if (!prepared.ok) throw new Error(`the drawing ${fileName} cannot be stored: ${prepared.detail}`);
  const { bytes, mime, width, height } = prepared.image;
  const sha256 = sha256Of(bytes);
  await deps.media.save(sha256, bytes);
  const row = await insertMedia(deps.database.db, {
    id: uuidv7(),
    sha256,
    mime,
    bytes: bytes.length,
    width,
    height,
    alt,
    fileName,
  });
  return row.id;
}

function answered(finalUrl: string): Fetched {
  return { ok: true, status: 204, headers: {}, body: Buffer.alloc(0), finalUrl, notModified: false };
}
