import { type Duplex, PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export type ReadBody =
  | { readonly ok: true; readonly body: Buffer }
  | { readonly ok: false; readonly reason: 'tooLarge' | 'unreadable' };

const UNPACK: ReadonlyMap<string, () => Duplex> = new Map<string, () => Duplex>([
  ['', () => new PassThrough()],
  ['identity', () => new PassThrough()],
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** What `Accept-Encoding` asks for. */
export const ACCEPT_ENCODING = 'gzip, br';

/**
 * Reads a body, unpacked, up to `maxBytes`: both what comes over the wire and what it becomes are counted, and reading
 * stops at the first byte too many. Throws what the connection throws.
 */
export async function readBody(
  source: Readable,
  facts: { readonly encoding: string; readonly length: number | null; readonly maxBytes: number },
): Promise<ReadBody> {
  const unpack = UNPACK.get(facts.encoding.trim().toLowerCase());
  if (!unpack) return leave(source, 'unreadable');
  if (facts.length !== null && facts.length > facts.maxBytes) return leave(source, 'tooLarge');
  const chunks: Buffer[] = [];
  try {
    await pipeline(source, bounded(facts.maxBytes), unpack(), bounded(facts.maxBytes), async (body) => {
      for await (const chunk of body) chunks.push(chunk);
    });
  } catch (error) {
    if (error instanceof TooLarge) return { ok: false, reason: 'tooLarge' };
    if (isUnpacking(error)) return { ok: false, reason: 'unreadable' };
    throw error;
  }
  return { ok: true, body: Buffer.concat(chunks) };
}

/** Gives up a body. Nobody reads on, so that it broke off is no news. */
export function abandon(source: Readable): void {
  source.on('error', () => undefined).destroy();
}

class TooLarge extends Error {}

function bounded(maxBytes: number) {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let seen = 0;
    for await (const chunk of source) {
      seen += chunk.length;
      if (seen > maxBytes) throw new TooLarge();
      yield chunk;
    }
  };
}

function leave(source: Readable, reason: 'tooLarge' | 'unreadable'): ReadBody {
  abandon(source);
  return { ok: false, reason };
}

/** zlib's codes: `Z_DATA_ERROR`, `ERR__ERROR_FORMAT_…` of Brotli. */
function isUnpacking(error: unknown): boolean {
  return /^(Z_|ERR__?ERROR_|ERR_BROTLI)/.test((error as NodeJS.ErrnoException).code ?? '');
}
