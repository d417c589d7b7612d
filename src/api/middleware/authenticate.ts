import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { findKey } from '#src/db/api-keys';
import type { Database } from '#src/db/client';
import { actorOfKey } from '../api-keys/actor.ts';
import type { Actor } from '../deps.ts';
import { Refusal, sendProblem } from '../problem.ts';

/** Wrong keys from one address in a minute, before it is told to wait. Calls without any key do not count. */
const WRONG_KEYS_A_MINUTE = 300;

/** Who asks, once `authenticate` let the request through. */
export function actorOf(response: Response): Actor {
  const actor: unknown = response.locals.actor;
  if (!actor) throw new Error('this route is not behind authenticate');
  return actor as Actor;
}

/** Comes before every other check: without a good key a caller learns nothing, not even whether a path exists. */
export function authenticate(db: Database): RequestHandler {
  const slowDown = wrongKeyLimit();
  return async (request, response, next) => {
    const key = keyIn(request);
    if (key === null) {
      refuse(response, 'Send an API key: Authorization: Bearer <key>, or x-api-key: <key>.');
      return;
    }
    const found = await findKey(db, key);
    if (found) {
      response.locals.actor = actorOfKey(found);
      next();
      return;
    }
    await slowDown(request, response, () => refuse(response, 'This API key is not known, or it was revoked.'));
  };
}

function keyIn(request: Request): string | null {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(request.get('authorization') ?? '')?.[1];
  return bearer ?? request.get('x-api-key')?.trim() ?? null;
}

function refuse(response: Response, detail: string): void {
  response.setHeader('WWW-Authenticate', 'Bearer realm="kaiku"');
  sendProblem(response, new Refusal(401, 'not-authenticated', detail));
}

function wrongKeyLimit(): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: WRONG_KEYS_A_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) =>
      sendProblem(
        response,
        new Refusal(429, 'too-many-wrong-keys', 'Too many wrong API keys came from here. Wait a minute.'),
      ),
  });
}
