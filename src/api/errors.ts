import type { ErrorRequestHandler } from 'express';
import { z } from 'zod';
import { writeAudit } from '#src/db/audit';
import { isDatabaseAway } from '#src/db/errors';
import type { ApiDeps } from './deps.ts';
import { Refusal, sendProblem } from './problem.ts';

/** What body parsers and the router throw. */
const HttpError = z.object({
  type: z.string().optional(),
  status: z.number(),
  message: z.string(),
  body: z.string().optional(),
});

/** The one place where errors become answers. Unknown ones are logged and hidden. */
export function errorHandler(deps: ApiDeps): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const refusal = error instanceof Refusal ? error : translated(error);
    if (refusal.status >= 500) deps.logger.error({ err: error, requestId: request.id }, 'a request failed');
    if (refusal.status === 403 || refusal.status === 409 || refusal.status === 412)
      await writeRefusal(deps, refusal, request.method, request.path, response.locals);
    if (refusal.code === 'database-away') response.setHeader('Retry-After', '2');
    sendProblem(response, refusal);
  };
}

function translated(error: unknown): Refusal {
  if (isDatabaseAway(error)) {
    return new Refusal(
      503,
      'database-away',
      'Kaiku’s database cannot be asked at the moment. Send it again in a few seconds; with the same Idempotency-Key nothing is done twice.',
    );
  }
  const known = HttpError.safeParse(error);
  if (!known.success || known.data.status >= 500) {
    return new Refusal(500, 'internal', 'Something went wrong in Kaiku. It was logged under the id in "instance".');
  }
  const { type, status, message, body } = known.data;
  if (type === 'entity.parse.failed') return brokenJson(message, body ?? '');
  if (type === 'entity.too.large') {
    return new Refusal(
      413,
      'too-large',
      'The body is larger than 1 MB. Send images to /api/v1/media first and name them by their id.',
    );
  }
  return new Refusal(status, type ?? 'bad-request', `The request cannot be read: ${message}`);
}

/** Says in which line and column the text stops being JSON. */
function brokenJson(message: string, body: string): Refusal {
  const at = Number(/at position (\d+)/.exec(message)?.[1] ?? body.length);
  const before = body.slice(0, at).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  const detail = `The body is not JSON: it breaks at ${place}.`;
  return new Refusal(400, 'broken-json', detail, [
    { pointer: '', code: 'broken-json', detail: `it breaks at ${place}` },
  ]);
}

/** Refusals belong to the audit log (design §11); that it cannot be written must not hide the refusal. */
async function writeRefusal(
  deps: ApiDeps,
  refusal: Refusal,
  method: string,
  path: string,
  locals: Record<string, unknown>,
): Promise<void> {
  const actor = (locals.actor as { name: string } | undefined)?.name ?? 'nobody';
  const detail = { method, path, code: refusal.code, why: refusal.message };
  await writeAudit(deps.database.db, {
    actor,
    action: 'request.refused',
    thing: 'request',
    thingId: null,
    detail,
  }).catch((error: unknown) => deps.logger.warn({ err: error }, 'a refusal was not written to the audit log'));
}
