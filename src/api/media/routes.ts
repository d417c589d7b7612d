import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Problem } from '#posts/problem';
import { patchOf } from '#posts/schema/patch';
import { writeAudit } from '#src/db/audit';
import { getMedia, insertMedia, type MediaRow, updateAlt } from '#src/db/media';
import { prepareImage } from '#src/media/prepare';
import { sha256Of } from '#src/media/store';
import { type Call, type Operation, operation, param, type Reply } from '../operation.ts';
import { invalid, notFound, Refusal } from '../problem.ts';
import { IMAGE_LIMIT } from './receive.ts';

const tag = 'media';
const Alt = z
  .string('describe the image for those who cannot see it')
  .trim()
  .min(1, 'describe the image for those who cannot see it')
  .max(1000);

const View = z
  .object({
    id: z.uuid(),
    url: z.string(),
    alt: z.string(),
    mime: z.string(),
    bytes: z.int(),
    width: z.int(),
    height: z.int(),
    fileName: z.string(),
    createdAt: z.date(),
    notes: z.array(z.string()),
  })
  .meta({ id: 'Media' });
const one = { description: 'The image as it is stored.', schema: View };

const upload = operation({
  method: 'post',
  path: '/media',
  action: 'media.write',
  tag,
  summary: 'Send an image with its alt text',
  description:
    'multipart/form-data with "file" (JPEG, PNG, GIF, WebP or AVIF, at most 20 MB) and "alt". What the file is, its ' +
    'bytes tell. It is stored without metadata, as JPEG or PNG of at most 4 MB.',
  takesUpload: true,
  answers: { 201: one },
  refusals: [413, 415, 422],
  handle: receive,
});

async function receive(call: Call<unknown, unknown>): Promise<Reply> {
  const { deps, upload: sent } = call;
  if (!sent) throw new Error('this operation takes an upload');
  if (sent.tooLarge) {
    const detail = `the image is larger than ${IMAGE_LIMIT / 1024 / 1024} MB; make it smaller and send it again`;
    throw new Refusal(413, 'image-too-large', `Nothing was stored: ${detail}.`, [
      { pointer: '/file', code: 'too-large', detail },
    ]);
  }
  const problems: Problem[] = [];
  const alt = Alt.safeParse(sent.fields.alt);
  if (alt.error)
    problems.push({ pointer: '/alt', code: 'missing', detail: alt.error.issues[0]?.message ?? 'alt is missing' });
  const prepared = sent.file ? await prepareImage(sent.file.bytes) : null;
  if (!prepared) problems.push({ pointer: '/file', code: 'missing', detail: 'send the image in the part "file"' });
  else if (!prepared.ok) problems.push({ pointer: '/file', code: prepared.code, detail: prepared.detail });
  if (problems.length > 0 || !prepared?.ok || !alt.success || !sent.file) throw invalid(problems);
  const { image } = prepared;
  const sha256 = sha256Of(image.bytes);
  await deps.media.save(sha256, image.bytes);
  const fileName = sent.file.name.slice(0, 200);
  return call.commit(async (tx) => {
    const row = await insertMedia(tx.db, {
      id: uuidv7(),
      sha256,
      mime: image.mime,
      bytes: image.bytes.length,
      width: image.width,
      height: image.height,
      alt: alt.data,
      fileName,
    });
    await writeAudit(tx.db, { actor: call.actor.name, action: 'media.added', thing: 'media', thingId: row.id });
    return { status: 201, body: present(row, deps.settings.publicUrl, image.notes) };
  });
}

const get = operation({
  method: 'get',
  path: '/media/:id',
  action: 'media.read',
  tag,
  summary: 'Read what is known of an image; its bytes are at its url',
  answers: { 200: one },
  refusals: [404],
  async handle({ deps, params }) {
    const id = param({ params }, 'id');
    const row = await getMedia(deps.database.db, id);
    if (!row) throw notFound('image', id);
    return { status: 200, body: present(row, deps.settings.publicUrl, []) };
  },
});

const patch = operation({
  method: 'patch',
  path: '/media/:id',
  action: 'media.write',
  tag,
  summary: 'Change the alt text',
  description:
    'Posts that are composed from now on carry it; those that exist keep theirs until their announcement changes.',
  body: patchOf(
    { alt: Alt },
    Object.keys(View.shape).filter((key) => key !== 'alt'),
  ).meta({ id: 'MediaPatch' }),
  answers: { 200: one },
  refusals: [404],
  async handle(call) {
    const id = param(call, 'id');
    return call.commit(async (tx) => {
      const there = await getMedia(tx.db, id);
      const row = there && (await updateAlt(tx.db, there.id, call.body.alt ?? there.alt));
      if (!row) throw notFound('image', id);
      await writeAudit(tx.db, { actor: call.actor.name, action: 'media.edited', thing: 'media', thingId: row.id });
      return { status: 200, body: present(row, call.deps.settings.publicUrl, []) };
    });
  },
});

function present(row: MediaRow, publicUrl: string, notes: readonly string[]): z.input<typeof View> {
  const { id, alt, mime, bytes, width, height, fileName, createdAt } = row;
  return {
    id,
    url: `${publicUrl}/media/${id}`,
    alt,
    mime,
    bytes,
    width,
    height,
    fileName,
    createdAt,
    notes: [...notes],
  };
}

export const mediaOperations: readonly Operation[] = [upload, get, patch];
