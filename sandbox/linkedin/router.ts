import { type RequestHandler, Router } from 'express';
import { exchangeOf, receive } from '../http/exchange.ts';
import type { World } from '../world/world.ts';
import { RestCall } from './context.ts';
import { denied, refuse } from './errors.ts';
import { initializeUpload, readImage, uploadBytes } from './images.ts';
import { accessToken, authorization, introspectToken } from './oauth.ts';
import { readAcls, readOrganisation, readOrganisations } from './organisations.ts';
import { createPost, deletePost, findPosts, readPost, updatePost } from './posts.ts';
import { createComment, deleteComment, readActions, readComments, readMetadata } from './social.ts';
import { readFollowerStatistics, readNetworkSize, readShareStatistics } from './statistics.ts';

/** A long query comes as the form body of a POST that says it is a GET. */
const tunnelled: RequestHandler = (req, res, next) => {
  if (req.method === 'POST' && req.headers['x-http-method-override'] === 'GET') {
    const [path = '', query = ''] = req.originalUrl.split('?');
    const sent = exchangeOf(res).body.raw.toString('utf8');
    req.method = 'GET';
    req.originalUrl = `${path}?${[query, sent].filter((part) => part !== '').join('&')}`;
  }
  next();
};

/** LinkedIn's three hosts' paths: /rest, /oauth/v2 and /dms-uploads. */
export function linkedinRouter(world: World): Router {
  const router = Router({ caseSensitive: true });
  router.get('/oauth/v2/authorization', authorization(world));
  router.use(['/rest', '/oauth', '/dms-uploads'], receive(world, 'linkedin'), tunnelled);
  const on =
    (handle: (call: RestCall) => Promise<void>): RequestHandler =>
    (req, res) =>
      handle(new RestCall(world, req, res));

  router.post('/oauth/v2/accessToken', accessToken(world));
  router.post('/oauth/v2/introspectToken', introspectToken(world));
  router.put('/dms-uploads/sp/:key/uploaded-image/0', on(uploadBytes));

  router.get('/rest/organizationAcls', on(readAcls));
  router.get('/rest/organizations', on(readOrganisations));
  router.get('/rest/organizations/:key', on(readOrganisation));
  router.post('/rest/images', on(initializeUpload));
  router.get('/rest/images/:key', on(readImage));
  router.post('/rest/posts', on(createPost));
  router.get('/rest/posts', on(findPosts));
  router.get('/rest/posts/:key', on(readPost));
  router.post('/rest/posts/:key', on(updatePost));
  router.delete('/rest/posts/:key', on(deletePost));
  router.get('/rest/socialActions/:key', on(readActions));
  router.get('/rest/socialActions/:key/comments', on(readComments));
  router.post('/rest/socialActions/:key/comments', on(createComment));
  router.delete('/rest/socialActions/:key/comments/:comment', on(deleteComment));
  router.get('/rest/socialMetadata/:key', on(readMetadata));
  router.get('/rest/organizationalEntityShareStatistics', on(readShareStatistics));
  router.get('/rest/organizationalEntityFollowerStatistics', on(readFollowerStatistics));
  router.get('/rest/networkSizes/:key', on(readNetworkSize));
  for (const closed of ['/rest/events', '/rest/videos', '/rest/eventSubscriptions'])
    router.use(closed, on(closedProgramme));
  router.use(['/rest', '/oauth', '/dms-uploads'], on(unknownPath));
  return router;
}

function closedProgramme(call: RestCall): Promise<void> {
  return call.act({
    operation: 'publish',
    commit: () => {
      call.member();
      throw denied(call.req.path);
    },
  });
}

function unknownPath(call: RestCall): Promise<void> {
  return call.act({
    operation: 'read',
    commit: () => {
      throw refuse(404, 'NOT_FOUND', `No root resource defined for path ${call.req.path}`);
    },
  });
}
