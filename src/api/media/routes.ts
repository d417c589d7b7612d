import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { type Problem, problemsOf } from '#posts/problem';
import { patchOf } from '#posts/schema/patch';
import { writeAudit } from '#src/db/audit';
import { getMedia, insertMedia, listMedia, type MediaRow, updateMedia } from '#src/db/media';
import { prepareImage } from '#src/media/prepare';
import { sha256Of } from '#src/media/store';
import { type Call, type Operation, operation, param, type Reply } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';
import { invalid, notFound, Refusal } from '../problem.ts';
import { IMAGE_LIMIT } from './receive.ts';

const tag = 'media';
const Alt = z
  .string('describe the image for those who cannot see it')
  .trim()
  .min(1, 'describe the image for those who cannot see it')
  .max(1000);
const Told = z.string().trim().max(300);
/** What is known of a picture besides what it shows; empty or null: nothing. */
const facts = {
  credit: Told.nullish().describe('Who took it. Shown where it is published on the website.'),
  licence: Told.nullish().describe('Such as CC BY 4.0. Shown with the credit.'),
  consent: z.string().trim().max(1000).nullish().describe('Who of those in it agreed to what. For staff only.'),
};
const Facts = z.object(facts);

const View = z
  .object({
    id: z.uuid(),
    url: z.string(),
    alt: z.string(),
    credit: z.string().nullable(),
    licence: z.string().nullable(),
    consent: z.string().nullable(),
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
    'multipart/form-data with "file" (JPEG, PNG, GIF, WebP or AVIF, at most 20 MB) and "alt", and if you like "credit", ' +
    '"licence" and "consent". What the file is, its bytes tell. It is stored without metadata, as JPEG or PNG of at most 4 MB.',
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
  const told = Facts.safeParse(sent.fields);
  if (told.error) problems.push(...problemsOf(told.error));
  const prepared = sent.file ? await prepareImage(sent.file.bytes) : null;
  if (!prepared) problems.push({ pointer: '/file', code: 'missing', detail: 'send the image in the part "file"' });
  else if (!prepared.ok) problems.push({ pointer: '/file', code: prepared.code, detail: prepared.detail });
  if (problems.length > 0 || !prepared?.ok || !alt.success || !told.success || !sent.file) throw invalid(problems);
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
      ...factsOf(told.data),
    });
    await writeAudit(tx.db, { actor: call.actor.name, action: 'media.added', thing: 'media', thingId: row.id });
    return { status: 201, body: present(row, deps.settings.publicUrl, image.notes) };
  });
}

const list = operation({
  method: 'get',
  path: '/media',
  action: 'media.read',
  tag,
  summary: 'List the images that were sent, the newest first',
  query: z.object({
    ...pageQuery,
    q: z.string().trim().min(1).max(200).optional().describe('Words of the alt text, the file’s name or the credit.'),
  }),
  answers: { 200: { description: 'One page.', schema: pageOf(View) } },
  async handle({ deps, query }) {
    const cursor = readCursor(query.cursor, z.tuple([z.coerce.date(), z.uuid()]));
    const before = cursor && { at: cursor[0], id: cursor[1] };
    const found = await listMedia(deps.database.db, { q: query.q, before, limit: query.limit + 1 });
    const { rows, nextCursor } = cutPage(found, query.limit, (row) => [row.createdAt.toISOString(), row.id]);
    return { status: 200, body: { items: rows.map((row) => present(row, deps.settings.publicUrl, [])), nextCursor } };
  },
});

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
  summary: 'Change the alt text, credit, licence or consent note',
  description:
    'Posts that are composed from now on carry it; those that exist keep theirs until their announcement changes.',
  body: patchOf(
    { alt: Alt, ...facts },
    Object.keys(View.shape).filter((key) => key !== 'alt' && !(key in facts)),
  ).meta({ id: 'MediaPatch' }),
  answers: { 200: one },
  refusals: [404],
  async handle(call) {
    const id = param(call, 'id');
    return call.commit(async (tx) => {
      const there = await getMedia(tx.db, id);
      const { alt, ...told } = call.body;
      const values = { ...(alt === undefined ? {} : { alt }), ...factsOf(told) };
      const row = there && (await updateMedia(tx.db, there.id, values));
      if (!row) throw notFound('image', id);
      await writeAudit(tx.db, { actor: call.actor.name, action: 'media.edited', thing: 'media', thingId: row.id });
      return { status: 200, body: present(row, call.deps.settings.publicUrl, []) };
    });
  },
});

/** Only what was told; told empty means that there is none. */
function factsOf(told: z.output<typeof Facts>) {
  return Object.fromEntries(Object.entries(told).map(([name, words]) => [name, words || null]));
}

function present(row: MediaRow, publicUrl: string, notes: readonly string[]): z.input<typeof View> {
  const { sha256: _sha256, originalId: _originalId, crop: _crop, ...shown } = row;
  return { ...shown, url: `${publicUrl}/media/${row.id}`, notes: [...notes] };
}

export const mediaOperations: readonly Operation[] = [upload, list, get, patch];
