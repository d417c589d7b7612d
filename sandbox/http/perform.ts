import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'express';
import type { Draw, Fault, FaultMode, Operation } from '../world/faults.ts';
import type { Platform } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { exchangeOf, Refusal } from './exchange.ts';

/** An answer that a fault gives in place of the real one. `commits`: whether the change is made all the same. */
export interface FaultAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly commits: boolean;
}

/** How one platform words a fault; null when the fault is none of its own answers. */
export type FaultWords = (
  fault: Fault,
  call: { readonly pageId: string | null; readonly now: number },
) => FaultAnswer | null;

export interface Act<Result> {
  readonly operation: Operation;
  /** The page it concerns, as an id or a URN; null when none is named. */
  readonly page: string | null;
  /** Modifiers that this call takes besides `slow`. */
  readonly bends?: readonly FaultMode[];
  /** Checks and makes the change; throws a Refusal when the platform would say no. */
  commit(draw: Draw): Result | Promise<Result>;
  answer(result: Result, draw: Draw): void;
}

const HTML =
  '<!DOCTYPE html><html lang="en"><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1>' +
  '<p>We are working on it and will get it fixed as soon as we can.</p></body></html>';

function commonWords(fault: Fault): FaultAnswer | null {
  if (fault.mode === 'html-500') {
    return { status: 500, body: HTML, headers: { 'content-type': 'text/html; charset=utf-8' }, commits: false };
  }
  return fault.mode === 'empty-body' ? { status: 200, body: '', commits: true } : null;
}

/** Sends whatever it is: text as it stands, everything else as JSON. */
export function send(
  res: Response,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (res.headersSent || res.destroyed) return;
  res.status(status).set(headers);
  if (typeof body === 'string') res.end(body);
  else res.json(body);
}

/**
 * Runs one operation of a platform with whatever fault meets it. The order is what a client cannot see but must
 * survive: a fault before the commit, the commit, a fault after it, the answer.
 */
export async function perform<Result>(
  world: World,
  platform: Platform,
  words: FaultWords,
  res: Response,
  act: Act<Result>,
): Promise<void> {
  const { entry } = exchangeOf(res);
  const draw = world.faults.draw({ ...act, platform, bends: ['slow', ...(act.bends ?? [])] });
  entry.operation = act.operation;
  entry.page = act.page;
  entry.fault = draw.end?.mode ?? null;
  const slow = draw.bend('slow');
  try {
    if (draw.end === null) {
      const result = await act.commit(draw);
      if (slow !== null) await pause(slow.delayMs ?? 2000, undefined, { ref: false });
      act.answer(result, draw);
      return;
    }
    const call = { pageId: act.page, now: world.clock.now() };
    await endWith(draw.end, commonWords(draw.end) ?? words(draw.end, call), res, act, draw);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(res, error.status, error.body, error.headers);
  }
}

async function endWith<Result>(
  fault: Fault,
  answer: FaultAnswer | null,
  res: Response,
  act: Act<Result>,
  draw: Draw,
): Promise<void> {
  if (fault.mode === 'drop-before' || fault.mode === 'hang-before') {
    if (fault.mode === 'drop-before') res.socket?.destroy();
    return;
  }
  if (answer === null || (fault.created ?? answer.commits)) {
    const result = await act.commit(draw);
    if (fault.mode === 'hang-after') return;
    if (fault.mode === 'drop-after') res.socket?.destroy();
    else if (answer === null) act.answer(result, draw);
  }
  if (answer !== null) send(res, answer.status, answer.body, answer.headers);
}
