import { type Request, type Response, Router } from 'express';
import { isbot } from 'isbot';
import { withParameters } from '#posts/link-parameters';
import type { Database } from '#src/db/client';
import { linkTarget } from '#src/db/links';
import type { ClickCounter } from './click-counter.ts';

const CODE = /^[A-Za-z0-9_-]{1,64}$/;
const MOST = 10_000;
/** A link's target never changes; the cluster's parameters may. */
const FRESH_MS = 60_000;

interface Known {
  readonly address: string;
  readonly at: number;
}

/**
 * `/r/<code>`: leads only to addresses that stand in our own table, so it can send nobody elsewhere. Links in use are
 * answered from memory, also while the database is away. It stands before the request log, for nothing of who clicked
 * is kept.
 */
export function shortLinkRouter(deps: { db: Database; clicks: ClickCounter }): Router {
  const router = Router();
  const known = new Map<string, Known>();

  async function learn(code: string): Promise<Known | null> {
    const found = await linkTarget(deps.db, code);
    known.delete(code);
    if (!found) return null;
    const address = withParameters(found.target, found.parameters, found);
    const entry = { address, at: performance.now() };
    if (known.size >= MOST) known.delete(known.keys().next().value as string);
    known.set(code, entry);
    return entry;
  }

  function answer(request: Request, response: Response, code: string, address: string): void {
    if (isReader(request)) deps.clicks.count(code);
    response.statusCode = 302;
    response.setHeader('Location', address);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Robots-Tag', 'noindex');
    response.setHeader('Referrer-Policy', 'no-referrer-when-downgrade');
    response.end();
  }

  router.get('/r/:code', (request, response, next) => {
    const code = request.params.code;
    if (!CODE.test(code)) return next();
    const entry = known.get(code);
    if (entry) {
      // Told anew behind the visitor's back; while the database is away, the old one still leads right.
      if (performance.now() - entry.at > FRESH_MS) void learn(code).catch(() => undefined);
      return answer(request, response, code, entry.address);
    }
    learn(code).then(
      (found) => (found ? answer(request, response, code, found.address) : next()),
      () =>
        response
          .status(503)
          .set({ 'Retry-After': '5', 'Cache-Control': 'no-store' })
          .type('text')
          .send('This link cannot be followed at the moment. Please try again in a few seconds.'),
    );
  });
  return router;
}

/** A person who follows the link: no robot (the kept list of `isbot`), no look-ahead of a browser or an app. */
export function isReader(request: Pick<Request, 'method' | 'headers'>): boolean {
  if (request.method !== 'GET') return false;
  const { headers } = request;
  const purposes = [headers['sec-purpose'], headers.purpose, headers['x-purpose'], headers['x-moz']];
  if (purposes.some((purpose) => /prefetch|prerender|preview/i.test(String(purpose ?? '')))) return false;
  const agent = headers['user-agent'];
  // Every browser says what it is; what says nothing is a program.
  return agent !== undefined && agent !== '' && !isbot(agent);
}
