import type { RequestHandler, Response } from 'express';
import type { Platform } from '../world/model.ts';
import { masked, maskedHeaders, type RequestEntry } from '../world/requests.ts';
import type { World } from '../world/world.ts';
import { bodyForLog, readBody, type SentBody } from './body.ts';

/** What a platform says no with. Thrown inside an operation, sent by `perform`. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

interface Exchange {
  readonly entry: RequestEntry;
  readonly body: SentBody;
}

/** What was received with the request that this response belongs to. */
export function exchangeOf(res: Response): Exchange {
  const exchange: unknown = res.locals.exchange;
  if (typeof exchange !== 'object' || exchange === null) throw new Error('no exchange was begun');
  return exchange as Exchange;
}

/** Reads the body and writes the request down, before anything is decided about it. */
export function receive(world: World, platform: Platform): RequestHandler {
  return async (req, res, next) => {
    const entry = world.log.add({
      at: world.clock.now(),
      platform,
      method: req.method,
      path: masked(req.originalUrl),
      headers: maskedHeaders(req.headers),
      body: null,
      operation: null,
      page: null,
      fault: null,
      status: null,
    });
    res.once('finish', () => {
      entry.status = res.statusCode;
    });
    const body = await readBody(req);
    const text = bodyForLog(body, req.headers['content-type'] ?? '');
    entry.body = text === null ? null : masked(text);
    res.locals.exchange = { entry, body } satisfies Exchange;
    next();
  };
}
