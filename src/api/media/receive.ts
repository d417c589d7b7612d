import busboy from 'busboy';
import type { Request } from 'express';
import { Refusal } from '../problem.ts';

/** The largest image that is taken. */
export const IMAGE_LIMIT = 20 * 1024 * 1024;
/** Beyond this an upload is not even read to its end. */
const READ_AT_MOST = 100 * 1024 * 1024;

/** A multipart request, read. */
export interface Upload {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: { readonly name: string; readonly bytes: Buffer } | null;
  /** The image went over the limit and was not kept. */
  readonly tooLarge: boolean;
}

/**
 * Reads a multipart body with at most one file. One that is too large is read to its end and thrown away, so that the
 * sender gets to read the refusal instead of a broken connection.
 */
export function receiveUpload(request: Request): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const parser = openParser(request);
    const fields: Record<string, string> = {};
    const chunks: Buffer[] = [];
    let name: string | null = null;
    let tooLarge = false;
    let read = 0;
    parser.on('field', (field, value) => {
      fields[field] = value;
    });
    parser.on('file', (_field, stream, info) => {
      name = info.filename ?? 'image';
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => {
        tooLarge = true;
        chunks.length = 0;
      });
    });
    parser.on('error', (error) => reject(unreadable(error)));
    parser.on('close', () =>
      resolve({ fields, file: name === null ? null : { name, bytes: Buffer.concat(chunks) }, tooLarge }),
    );
    request.on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (read > READ_AT_MOST) request.destroy();
    });
    request.on('aborted', () => reject(unreadable(new Error('it ended early'))));
    request.pipe(parser);
  });
}

function openParser(request: Request): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { fileSize: IMAGE_LIMIT, files: 1, fields: 10, fieldSize: 10_000, parts: 12 },
    });
  } catch {
    throw new Refusal(415, 'not-multipart', 'Send multipart/form-data, with the file in the part "file".');
  }
}

function unreadable(error: unknown): Refusal {
  const why = error instanceof Error ? error.message : 'it is broken';
  return new Refusal(400, 'broken-multipart', `The upload cannot be read: ${why}.`);
}
