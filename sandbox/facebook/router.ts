import { Router } from 'express';
import { receive } from '../http/exchange.ts';
import type { World } from '../world/world.ts';
import { addComment, deleteNode, editPost, readComments } from './change.ts';
import { GraphCall, incapable } from './context.ts';
import { dialog, dialogAnswer } from './dialog.ts';
import { refuse } from './errors.ts';
import { accounts, debugToken, exchangeToken, permissions } from './oauth.ts';
import { publishFeed, publishPhoto } from './publish.ts';
import { readInsights, readList, readMany, readNode } from './read.ts';

/** The Graph API below `/vN.N`, and the consent dialog of the same version. */
export function facebookRouter(world: World): Router {
  const router = Router({ caseSensitive: true });
  router.get('/dialog/oauth', dialog(world));
  router.get('/dialog/oauth/answer', dialogAnswer(world));
  router.use(receive(world, 'facebook'));
  router.use((req, res, next) => {
    res.set('facebook-api-version', /^\/(v\d+\.\d+)/.exec(req.originalUrl)?.[1] ?? 'v25.0');
    next();
  });
  const on =
    (handle: (call: GraphCall) => Promise<void>) =>
    async (...[req, res]: Parameters<Parameters<Router['get']>[1]>) =>
      handle(new GraphCall(world, req, res));

  router.get('/', on(readMany));
  router.get('/oauth/access_token', on(exchangeToken));
  router.post('/oauth/access_token', on(exchangeToken));
  router.get('/debug_token', on(debugToken));
  router.get('/me/accounts', on(accounts));
  router.get('/me/permissions', on(permissions));
  router.post('/:id/feed', on(publishFeed));
  router.post('/:id/photos', on(publishPhoto));
  for (const edge of ['feed', 'posts', 'published_posts'])
    router.get(
      `/:id/${edge}`,
      on((call) => readList(call, edge)),
    );
  router.get('/:id/insights', on(readInsights));
  router.get('/:id/comments', on(readComments));
  router.post('/:id/comments', on(addComment));
  for (const edge of ['videos', 'events']) router.post(`/:id/${edge}`, on(refuseAll));
  router.post(
    '/:id/subscribed_apps',
    on((call) => call.act({ operation: 'health', commit: () => ({ success: true }) })),
  );
  router.get('/:id', on(readNode));
  router.post('/:id', on(editPost));
  router.delete('/:id', on(deleteNode));
  router.use(on(unknownPath));
  return router;
}

function refuseAll(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'publish',
    commit: () => {
      throw incapable();
    },
  });
}

function unknownPath(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'read',
    commit: () => {
      throw refuse(2500, 'Unknown path components');
    },
  });
}
