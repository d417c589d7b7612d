import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Database } from '#src/db/client';
import { claimKey, finishKey, type KeyedRequest, releaseKey, type StoredAnswer } from '#src/db/idempotency';
import type { Actor } from './deps.ts';
import type { Upload } from './media/receive.ts';
import { Refusal } from './problem.ts';

/** A request with an Idempotency-Key: claimed by us, or answered before. */
export interface Keyed {
  readonly request: KeyedRequest;
  readonly since: Date;
  readonly answer: StoredAnswer | null;
}

/**
 * Reads the header. Only what was done is remembered, for 24 hours: a refused request changed nothing, so its key is
 * given back and may be used for the mended request.
 */
export async function keyedRequest(
  db: Database,
  request: Request,
  actor: Actor,
  upload: Upload | null,
): Promise<Keyed | null> {
  const key = request.get('idempotency-key')?.trim();
  if (key === undefined) return null;
  if (key.length < 1 || key.length > 200) {
    throw new Refusal(
      400,
      'idempotency-key-invalid',
      'An Idempotency-Key has 1 to 200 characters; a UUID is a good one.',
    );
  }
  const keyed = { actor: actor.name, key, request: hashOf(request, upload) };
  const claim = await claimKey(db, keyed);
  switch (claim.kind) {
    case 'mine':
      return { request: keyed, since: claim.since, answer: null };
    case 'answered':
      return { request: keyed, since: new Date(0), answer: claim.answer };
    case 'other':
      throw new Refusal(
        422,
        'idempotency-key-reused',
        'This Idempotency-Key was used for another request. Use a new key for a new request.',
      );
    case 'running':
      throw new Refusal(
        409,
        'idempotency-key-running',
        'A request with this Idempotency-Key is being worked on. Send the same request again in a moment to get its answer.',
      );
  }
}

/** Throws when another process took the claim over, so that the work is rolled back. */
export async function rememberAnswer(db: Database, keyed: Keyed, answer: StoredAnswer): Promise<void> {
  const finished = await finishKey(db, keyed.request, keyed.since, answer);
  if (!finished) throw new Refusal(409, 'idempotency-key-running', 'Another request with this key was faster.');
}

export async function forgetKeyed(db: Database, keyed: Keyed): Promise<void> {
  await releaseKey(db, keyed.request, keyed.since);
}

function hashOf(request: Request, upload: Upload | null): string {
  const hash = createHash('sha256').update(`${request.method} ${request.originalUrl}\n`);
  hash.update(JSON.stringify(request.body ?? null));
  if (upload) hash.update(JSON.stringify(upload.fields)).update(upload.file?.bytes ?? '');
  return hash.digest('hex');
}
