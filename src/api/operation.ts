import type { z } from 'zod';
import type { Action } from '#posts/policy';
import type { Job } from '#queue-config/jobs';
import type { Transaction } from '#src/db/client';
import type { Actor, ApiDeps } from './deps.ts';
import type { Upload } from './media/receive.ts';

/** What an operation answers. `revision` becomes the ETag that a PATCH's If-Match takes back. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** What a repeat with the same Idempotency-Key is answered, where the body holds a secret that must not be stored. */
  readonly remembered?: unknown;
  readonly revision?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request, checked. */
export interface Call<Query, Body> {
  readonly deps: ApiDeps;
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** The revision that the caller knows; null: it does not care (`If-Match: *`), or the operation takes none. */
  readonly revision: number | null;
  readonly upload: Upload | null;
  /**
   * Does the work in one transaction, with its jobs, and remembers the answer under the request's Idempotency-Key in
   * the same commit.
   */
  commit(work: (tx: Transaction, jobs: Job[]) => Promise<Reply>): Promise<Reply>;
}

interface Described {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** As Express has it, below `/api/v1`: `/posts/:id`. */
  readonly path: string;
  readonly tag: string;
  /** What the policy is asked, before anything else of the request is looked at. */
  readonly action: Action;
  readonly summary: string;
  readonly description?: string;
  /** A PATCH that must name the revision it changes. */
  readonly ifMatch?: boolean;
  readonly takesUpload?: boolean;
  /** The parts of its upload; left out: an image with its alt text. */
  readonly form?: z.ZodObject;
  readonly answers: Readonly<
    Record<number, { readonly description: string; readonly schema?: z.ZodType; readonly type?: string }>
  >;
  /** Refusals beyond those that every operation has. */
  readonly refusals?: readonly number[];
}

/** One operation: its route, its place in the OpenAPI document and its work, in one object. */
export interface Operation extends Described {
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** True: the operation checks the body itself, with more than the schema tells; `call.body` is then as it was sent. */
  readonly checksBody?: boolean;
  readonly handle: (call: Call<unknown, unknown>) => Promise<Reply>;
}

interface Typed<Query extends z.ZodType, Body extends z.ZodType> extends Described {
  readonly query?: Query;
  readonly body?: Body;
  readonly handle: (call: Call<z.output<Query>, z.output<Body>>) => Promise<Reply>;
}

interface SelfChecked<Query extends z.ZodType> extends Described {
  readonly query?: Query;
  readonly body: z.ZodType;
  readonly handle: (call: Call<z.output<Query>, unknown>) => Promise<Reply>;
}

/** The runner parses query and body with the very schemas given here, so that `call` holds what they say. */
export function operation<Query extends z.ZodType, Body extends z.ZodType>(typed: Typed<Query, Body>): Operation {
  return typed as unknown as Operation;
}

/** An operation that checks its body itself, to tell every problem at once. */
export function selfChecked<Query extends z.ZodType>(typed: SelfChecked<Query>): Operation {
  return { ...typed, checksBody: true } as unknown as Operation;
}

export function param(call: { readonly params: Readonly<Record<string, string>> }, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`the route has no parameter ${name}`);
  return value;
}
