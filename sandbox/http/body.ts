import busboy from 'busboy';
import type { Request } from 'express';

/** A file of a multipart body. */
export interface SentFile {
  readonly field: string;
  readonly filename: string | undefined;
  readonly mime: string;
  readonly bytes: Buffer;
}

export interface SentBody {
  /** Form fields, or the members of a JSON object. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: readonly SentFile[];
  /** The body as it came; empty for multipart. */
  readonly raw: Buffer;
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readMultipart(req: Request): Promise<SentBody> {
  const fields: Record<string, unknown> = {};
  const files: Promise<SentFile>[] = [];
  const form = busboy({ headers: req.headers });
  form.on('field', (name, value) => {
    fields[name] = value;
  });
  form.on('file', (field, stream, { filename, mimeType }) => {
    files.push(readAll(stream).then((bytes) => ({ field, filename, mime: mimeType, bytes })));
  });
  await new Promise<void>((resolve, reject) => {
    form.once('close', resolve);
    form.once('error', reject);
    req.once('aborted', () => reject(new Error('the request was cut off')));
    req.pipe(form);
  });
  return { fields, files: await Promise.all(files), raw: Buffer.alloc(0) };
}

function fieldsOf(raw: Buffer, type: string): Record<string, unknown> {
  if (raw.length === 0) return {};
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(raw.toString('utf8')));
  if (!type.includes('json')) return {};
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Reads a request's body whole, in any of the forms that the two platforms take. */
export async function readBody(req: Request): Promise<SentBody> {
  const type = req.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return readMultipart(req);
  const raw = await readAll(req);
  return { fields: fieldsOf(raw, type), files: [], raw };
}

/** The body for the request log. */
export function bodyForLog(body: SentBody, type: string): string | null {
  const files = body.files.map((file) => `[${file.field}: ${file.mime}, ${file.bytes.length} bytes]`);
  if (files.length > 0) return `${JSON.stringify(body.fields)} ${files.join(' ')}`;
  if (body.raw.length === 0) return Object.keys(body.fields).length > 0 ? JSON.stringify(body.fields) : null;
  return /json|text|urlencoded/.test(type) ? body.raw.toString('utf8') : `[${body.raw.length} bytes]`;
}
