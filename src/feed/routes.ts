import { type Request, type Response, Router } from 'express';
import { publicVersion } from '#src/db/public-site';
import { announcementRoutes } from './announcement-routes.ts';
import type { FeedDeps } from './deps.ts';
import { embedRoute } from './embed.ts';
import { type Answer, keepAnswers } from './kept.ts';
import { listRoutes } from './list-routes.ts';
import { imageRoute } from './media-route.ts';
import { share } from './route.ts';
import { readSite } from './site.ts';

/** A minute without asking; then a question that costs next to nothing. What is old beats nothing when we are away. */
const FRESH = 'public, max-age=60, stale-while-revalidate=60, stale-if-error=86400';

/** The public site: no sign-in, no cookies, and nothing of who reads it is kept. */
export function feedRouter(deps: FeedDeps): Router {
  const router = Router();
  const answer = keepAnswers(() => publicVersion(deps.database));
  router.use(noBrokenText);
  for (const route of [...listRoutes, ...announcementRoutes]) {
    router.get(route.path, async (request, response) => {
      const key = route.key(request);
      const made = await answer(`${route.path} ${JSON.stringify(key)}`, async () =>
        route.make(deps, await readSite(deps.database.db, deps.settings.publicUrl), key),
      );
      send(request, response, made, route.shared);
    });
  }
  router.get('/media/:id', imageRoute(deps));
  router.get('/media/:id/small', imageRoute(deps, 'small'));
  router.get('/embed.js', embedRoute(deps.settings.embedFile));
  return router;
}

function send(request: Request, response: Response, made: Answer, shared: boolean): void {
  // "no-cache" is meant for caches on the way. Here is the origin: an ETag that still holds is the truth.
  delete request.headers['cache-control'];
  response.statusCode = made.status;
  response.setHeader('Cache-Control', made.status === 200 ? FRESH : 'no-cache');
  response.setHeader('ETag', made.etag);
  if (shared) share(response);
  if (request.fresh) {
    response.statusCode = 304;
    response.end();
    return;
  }
  response.setHeader('Content-Type', made.type);
  response.setHeader('Content-Length', made.body.length);
  response.end(request.method === 'HEAD' ? undefined : made.body);
}

/** No database takes a zero byte. */
function noBrokenText(request: Request, response: Response, next: () => void): void {
  if (request.originalUrl.includes('%00')) response.status(400).type('text').send('There is no such address.');
  else next();
}
