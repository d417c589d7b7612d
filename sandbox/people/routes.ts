import { Router } from 'express';
import type { Platform, Post } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { homePage } from './home.ts';
import { html, page } from './html.ts';
import { postCard, timeline } from './post.ts';

/** What visitors see: the pages with their posts, each post at its permalink. Read only. */
export function peopleRoutes(world: World): Router {
  const router = Router();
  router.use((_req, res, next) => {
    res.set({
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: http:; form-action 'none'",
      'x-content-type-options': 'nosniff',
    });
    next();
  });
  const missing = (what: string): string => page('Not here', html`<h1>This content isn’t available</h1><p>${what}</p>`);
  const showPage = (platform: Platform, id: string): string | null => {
    const found = world.page(platform, id);
    return found === null ? null : timeline(world, found);
  };
  const showPost = (post: Post | null): string | null => {
    if (post === null || !post.published || post.deletedAt !== null) return null;
    const owner = world.page(post.platform, post.pageId);
    return page(owner?.name ?? 'Post', html`<h1>${owner?.name ?? ''}</h1>${postCard(world, post)}`);
  };
  const show = (
    res: { status(code: number): { send(text: string): unknown } },
    text: string | null,
    what: string,
  ): void => void res.status(text === null ? 404 : 200).send(text ?? missing(what));

  router.get('/', (_req, res) => void res.send(homePage(world)));
  router.get('/facebook/:page', (req, res) =>
    show(res, showPage('facebook', req.params.page), 'There is no such page.'),
  );
  router.get('/linkedin/:page', (req, res) =>
    show(res, showPage('linkedin', req.params.page), 'There is no such page.'),
  );
  router.get(['/facebook/:page/posts/:id', '/:page/posts/:id'], (req, res) =>
    show(res, showPost(world.post(`${req.params.page}_${req.params.id}`)), 'The post was deleted, or never was.'),
  );
  router.get(['/linkedin/feed/update/:urn', '/feed/update/:urn'], (req, res) =>
    show(res, showPost(world.post(String(req.params.urn))), 'The post was deleted, or never was.'),
  );
  router.use((_req, res) => show(res, null, 'No such address in the sandbox.'));
  return router;
}
