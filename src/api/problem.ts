import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import { z } from 'zod';
import type { Problem } from '#posts/problem';
import type { PostRow } from '#src/db/posts';

/** A refusal on its way to the caller. Everything else that is thrown is our own mistake and answers 500. */
export class Refusal extends Error {
  readonly status: number;
  /** Stable; programs decide by it. */
  readonly code: string;
  readonly problems: readonly Problem[];
  /** Further members of the answer, such as what is possible now. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    code: string,
    detail: string,
    problems: readonly Problem[] = [],
    more: Record<string, unknown> = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.problems = problems;
    this.more = more;
  }
}

/** RFC 9457, with a stable `code` and every problem of the request at once. */
export const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
    instance: z.string(),
    possible: z.array(z.string()).optional(),
  })
  .meta({ id: 'Problem' });

export function sendProblem(response: Response, refusal: Refusal): void {
  response
    .status(refusal.status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:kaiku:problem:${refusal.code}`,
        title: STATUS_CODES[refusal.status] ?? 'Refused',
        status: refusal.status,
        detail: refusal.message,
        code: refusal.code,
        errors: refusal.problems,
        instance: `urn:kaiku:request:${String(response.getHeader('x-request-id') ?? '')}`,
        ...refusal.more,
      }),
    );
}

/** Every problem of a request, told at once. Nothing was stored. */
export function invalid(problems: readonly Problem[]): Refusal {
  const unique = [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
  const count = unique.length === 1 ? 'There is one problem' : `There are ${unique.length} problems`;
  return new Refusal(422, 'invalid', `${count} in what was sent; nothing was stored.`, unique);
}

export function notFound(what: string, ref: string): Refusal {
  return new Refusal(404, 'not-found', `There is no ${what} "${ref}".`);
}

/** The thing's state does not allow it; `possible` says what it does allow. */
export function conflict(detail: string, possible: readonly string[] = [], code = 'not-possible-now'): Refusal {
  const what = possible.length > 0 ? ` Possible now: ${possible.join(', ')}.` : ' Nothing can be done with it now.';
  return new Refusal(409, code, `${detail}${what}`, [], { possible });
}

export function postRefused(post: PostRow, why: string, possible: readonly string[]): Refusal {
  return conflict(`The post is ${post.state}: ${why}.`, possible);
}

export function changedMeanwhile(revision: number): Refusal {
  const detail = `It was changed meanwhile and is now at revision ${revision}. Read it again, then send your change with If-Match: ${revision}.`;
  return new Refusal(412, 'changed-meanwhile', detail, [], { revision });
}
