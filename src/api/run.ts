import type { Request, RequestHandler, Response } from 'express';
import { type Problem, problemsOf } from '#posts/problem';
import { withJobs } from '#queue-config/with-jobs';
import { characterProblems, hasUnkeptCharacter } from './characters.ts';
import type { Actor, ApiDeps } from './deps.ts';
import { guard } from './guard.ts';
import { forgetKeyed, type Keyed, keyedRequest, rememberAnswer } from './idempotency.ts';
import { readRevision } from './if-match.ts';
import { receiveUpload } from './media/receive.ts';
import { actorOf } from './middleware/authenticate.ts';
import type { Call, Operation, Reply } from './operation.ts';
import { invalid, Refusal } from './problem.ts';

/** Turns an operation into an Express handler: body, key, revision, checks, work, answer, in this order. */
export function handler(operation: Operation, deps: ApiDeps): RequestHandler {
  return async (request, response) => {
    const actor = actorOf(response);
    refuseCharacters(request.originalUrl, request.body);
    await guard(deps.database.db, actor, operation, request.params as Record<string, string>);
    const upload = operation.takesUpload ? await receiveUpload(request) : null;
    if (upload) refuseCharacters('', upload.fields);
    const keyed = operation.method === 'get' ? null : await keyedRequest(deps.database.db, request, actor, upload);
    if (keyed?.answer) {
      response.setHeader('Idempotency-Replayed', 'true');
      send(response, keyed.answer);
      return;
    }
    try {
      const revision = operation.ifMatch ? readRevision(request) : null;
      const checked = check(operation, request);
      const reply = await operation.handle({
        ...checked,
        deps,
        actor,
        params: request.params as Record<string, string>,
        revision,
        upload,
        commit: committer(deps, keyed),
      });
      send(response, toStored(reply));
    } catch (error) {
      if (keyed) await forgetKeyed(deps.database.db, keyed);
      throw error;
    }
  };
}

/** A call that no request made: what comes along with Kaiku is made by the same code as everything else. */
export function internalCall<Body>(deps: ApiDeps, actor: Actor, body: Body): Call<unknown, Body> {
  return {
    deps,
    actor,
    body,
    params: {},
    query: undefined,
    revision: null,
    upload: null,
    commit: committer(deps, null),
  };
}

function committer(deps: ApiDeps, keyed: Keyed | null): Call<unknown, unknown>['commit'] {
  return (work) =>
    withJobs(
      deps.database,
      deps.queues,
      async (tx, jobs) => {
        const reply = await work(tx, jobs);
        if (keyed) await rememberAnswer(tx.db, keyed, toStored({ ...reply, body: reply.remembered ?? reply.body }));
        return reply;
      },
      (error) => deps.logger.warn({ err: error }, 'jobs were not added; the sweep adds them'),
    );
}

function refuseCharacters(url: string, body: unknown): void {
  if (hasUnkeptCharacter(url)) throw new Refusal(400, 'bad-address', 'The address holds a NUL character (%00).');
  const problems = characterProblems(body);
  if (problems.length > 0) throw invalid(problems);
}

function check(operation: Operation, request: Request): { query: unknown; body: unknown } {
  const problems: Problem[] = [];
  const query = operation.query?.safeParse(request.query);
  if (query?.error) problems.push(...problemsOf(query.error).map(inQuery));
  if (operation.checksBody) {
    if (problems.length > 0) throw invalid(problems);
    return { query: query?.data, body: request.body as unknown };
  }
  const sent: unknown = request.body;
  if (operation.body && sent === undefined && !operation.body.safeParse({}).success) throw bodyMissing();
  const body = operation.body?.safeParse(sent ?? {});
  if (body?.error) problems.push(...problemsOf(body.error));
  if (problems.length > 0) throw invalid(problems);
  return { query: query?.data, body: body?.data };
}

/** A query has no JSON pointer; `?limit` says where to look. */
function inQuery(problem: Problem): Problem {
  return { ...problem, pointer: `?${problem.pointer.slice(1)}` };
}

export function bodyMissing(): Refusal {
  return new Refusal(400, 'body-missing', 'Send a JSON body, with the header Content-Type: application/json.');
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function toStored(reply: Reply): Answer {
  const etag: Record<string, string> = reply.revision === undefined ? {} : { ETag: `"${reply.revision}"` };
  return { status: reply.status, headers: { ...etag, ...reply.headers }, body: reply.body };
}

/**
 * The revision counts what people changed, while workers change a post's state as well: an answer is never "not
 * modified" by it, and nothing of what a key opens is kept on the way.
 */
function send(response: Response, answer: Answer): void {
  delete response.req.headers['if-none-match'];
  response.status(answer.status).set('Cache-Control', 'no-store').set(answer.headers);
  if (answer.body === undefined || answer.body === null) response.end();
  else if (answer.body instanceof Uint8Array) response.send(answer.body);
  else response.json(answer.body);
}
