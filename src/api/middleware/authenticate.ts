import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { findKey } from '#src/db/api-keys';
import { personName, policyPerson } from '#src/db/people';
import { actorOfKey } from '../api-keys/actor.ts';
import type { Actor, ApiDeps } from '../deps.ts';
import { Refusal, sendProblem } from '../problem.ts';

/** Wrong keys from one address in a minute, before it is told to wait. Calls without any key do not count. */
const WRONG_KEYS_A_MINUTE = 300;

type Deps = Pick<ApiDeps, 'database' | 'auth' | 'settings'>;

/** Who asks, once `authenticate` let the request through. */
export function actorOf(response: Response): Actor {
  const actor: unknown = response.locals.actor;
  if (!actor) throw new Error('this route is not behind authenticate');
  return actor as Actor;
}

/**
 * Comes before every other check: without a good key or session a caller learns nothing, not even whether a path
 * exists. A key that is sent decides alone, whatever cookies come with it.
 */
export function authenticate(deps: Deps): RequestHandler {
  const slowDown = wrongKeyLimit();
  return async (request, response, next) => {
    const key = keyIn(request);
    if (key === null) {
      const actor = await signedIn(deps, request, response);
      if (!actor) {
        refuse(response, 'Sign in, or send an API key: Authorization: Bearer <key>, or x-api-key: <key>.');
        return;
      }
      if (writes(request) && !isOwnPage(request, deps.settings.publicUrl)) {
        sendProblem(
          response,
          new Refusal(403, 'wrong-origin', 'A change with a session comes from Kaiku’s own pages.'),
        );
        return;
      }
      response.locals.actor = actor;
      next();
      return;
    }
    const found = await findKey(deps.database.db, key);
    if (found) {
      response.locals.actor = actorOfKey(found);
      next();
      return;
    }
    await slowDown(request, response, () => refuse(response, 'This API key is not known, or it is over.'));
  };
}

async function signedIn({ auth, database }: Deps, request: Request, response: Response): Promise<Actor | null> {
  if (request.headers.cookie === undefined) return null;
  const session = await auth.sessionOf(request.headers);
  const person = session && (await policyPerson(database.db, session.personId));
  if (!session || !person) return null;
  for (const cookie of session.cookies) response.append('Set-Cookie', cookie);
  return { name: personName(session.personId), person };
}

function writes({ method }: Request): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

/** A browser always tells the origin of a change; a page of a stranger cannot tell ours. */
function isOwnPage(request: Request, publicUrl: string): boolean {
  const origin = request.get('origin');
  if (origin === undefined || !URL.canParse(origin)) return false;
  return origin === new URL(publicUrl).origin || new URL(origin).host === request.get('host');
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
