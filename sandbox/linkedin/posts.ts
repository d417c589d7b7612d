import { Refusal } from '../http/exchange.ts';
import type { Post } from '../world/model.ts';
import { type Content, readContent } from './content.ts';
import { badBody, findPost, organisationUrn, type RestCall } from './context.ts';
import { duplicateOf, invalid, notFound, refuse } from './errors.ts';
import { readLittleText } from './little-text.ts';

const TEXT_LIMIT = 3000;
const CREATE_FIELDS = new Set([
  'author',
  'commentary',
  'visibility',
  'distribution',
  'lifecycleState',
  'isReshareDisabledByAuthor',
  'content',
  'contentLandingPage',
  'contentCallToActionLabel',
  'reshareContext',
]);
const EDIT_FIELDS = new Set([
  'commentary',
  'contentCallToActionLabel',
  'contentLandingPage',
  'lifecycleState',
  'adContext',
]);

function littleText(call: RestCall, value: unknown): { text: string; markup: string } {
  if (typeof value !== 'string') throw badBody('commentary is required');
  const read = readLittleText(value, (urn) => call.world.page('linkedin', urn)?.name ?? null);
  if (value.length > TEXT_LIMIT || read.text.length > TEXT_LIMIT) {
    throw invalid('FIELD_LENGTH_TOO_LONG', `commentary exceeds ${TEXT_LIMIT} characters`, { name: 'commentary' });
  }
  return read;
}

function checkFrame(body: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(body)) {
    if (!CREATE_FIELDS.has(name)) throw refuse(422, null, `ERROR :: /${name} :: unrecognized or read-only field`);
  }
  for (const name of ['author', 'commentary', 'visibility', 'distribution', 'lifecycleState']) {
    if (body[name] === undefined) throw badBody(`${name} is required`);
  }
  const { distribution } = body;
  if (typeof distribution !== 'object' || distribution === null || !('feedDistribution' in distribution)) {
    throw badBody('distribution/feedDistribution is required');
  }
  if (body.lifecycleState !== 'PUBLISHED') throw invalid('INVALID_VALUE_FOR_FIELD', 'lifecycleState must be PUBLISHED');
  if (body.visibility !== 'PUBLIC' && body.visibility !== 'LOGGED_IN') {
    throw invalid('INVALID_VALUE_FOR_FIELD', `visibility ${String(body.visibility)} is not taken`);
  }
}

function refuseDuplicate(call: RestCall, pageId: string, text: string, content: Content): void {
  const { duplicateWindowMs, duplicateRemembersDeleted } = call.world.switches;
  const earlier = call.world
    .pagePosts('linkedin', pageId)
    .findLast(
      (post) =>
        post.text === text &&
        post.link?.url === content.link?.url &&
        call.now - post.createdAt < duplicateWindowMs &&
        (duplicateRemembersDeleted || post.deletedAt === null),
    );
  if (earlier !== undefined) throw new Refusal(422, duplicateOf(earlier.remoteId));
}

/** POST /rest/posts: 201, an empty body, and the URN in a header. */
export function createPost(call: RestCall): Promise<void> {
  const author = typeof call.body.author === 'string' ? call.body.author : null;
  return call.act<Post>({
    operation: 'publish',
    named: author,
    bends: ['finder-lag'],
    commit: (draw) => {
      call.member();
      checkFrame(call.body);
      const { page } = call.admin(author ?? '', 'w_organization_social');
      const words = littleText(call, call.body.commentary);
      const content = readContent(call, page);
      if (words.text.trim() === '' && content.kind === 'text') {
        throw invalid('INVALID_VALUE_BLANK_FIELD', 'commentary must not be blank');
      }
      refuseDuplicate(call, page.id, words.text, content);
      const lag = draw.bend('finder-lag');
      const kind = content.kind === 'multiImage' ? 'ugcPost' : 'share';
      return call.world.addPost({
        ...words,
        platform: 'linkedin',
        pageId: page.id,
        remoteId: `urn:li:${kind}:${call.world.ids.linkedin()}`,
        link: content.link,
        pictures: content.pictures,
        comments: [],
        createdAt: call.now,
        editedAt: null,
        deletedAt: null,
        via: 'api',
        listedFrom: call.now + (lag === null ? 0 : (lag.delayMs ?? 120_000)),
        published: !content.unready,
        fixed: {},
      });
    },
    answer: (post, draw) => {
      if (draw.end?.mode !== 'no-id') call.res.set({ 'x-restli-id': post.remoteId, 'x-linkedin-id': post.remoteId });
      call.res.status(201).end();
    },
  });
}

function contentOf(post: Post): Record<string, unknown> {
  const { link, pictures } = post;
  if (link !== null) {
    const { url: source, title, description, pictureId: thumbnail } = link;
    return {
      content: {
        article: {
          source,
          title,
          ...(description === null ? {} : { description }),
          ...(thumbnail === null ? {} : { thumbnail }),
        },
      },
    };
  }
  const images = pictures.map(({ pictureId: id, alt }) => ({ id, ...(alt === null ? {} : { altText: alt }) }));
  if (images.length === 0) return {};
  return { content: images.length === 1 ? { media: images[0] } : { multiImage: { images } } };
}

function shown(post: Post): Record<string, unknown> {
  return {
    id: post.remoteId,
    author: organisationUrn(post.pageId),
    commentary: post.markup,
    visibility: 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
    lifecycleState: post.published ? 'PUBLISHED' : 'PUBLISH_FAILED',
    isReshareDisabledByAuthor: false,
    createdAt: post.createdAt,
    ...(post.published ? { publishedAt: post.createdAt } : {}),
    lastModifiedAt: post.editedAt ?? post.createdAt,
    ...contentOf(post),
  };
}

/** GET /rest/posts/{urn}; a post that failed is shown to its author only. */
export function readPost(call: RestCall): Promise<void> {
  return call.act({
    operation: 'read',
    commit: () => {
      call.member();
      const post = call.post();
      call.admin(organisationUrn(post.pageId), 'r_organization_social');
      if (!post.published && call.text('viewContext') !== 'AUTHOR') throw notFound(post.remoteId);
      return shown(post);
    },
  });
}

function finder(call: RestCall): unknown {
  if (call.text('q') !== 'author') throw refuse(400, 'ILLEGAL_ARGUMENT', 'A finder is required: q=author');
  const { page } = call.admin(call.text('author') ?? '', 'r_organization_social');
  const start = Number(call.text('start') ?? 0);
  const count = Math.min(Number(call.text('count') ?? 10), 100);
  const all = call.world.listedPosts('linkedin', page.id);
  const modified = (post: Post) => post.editedAt ?? post.createdAt;
  if (call.text('sortBy') !== 'CREATED') all.sort((one, other) => modified(other) - modified(one));
  return { paging: { start, count, links: [] }, elements: all.slice(start, start + count).map(shown) };
}

function batch(call: RestCall, urns: readonly string[]): unknown {
  const token = call.member();
  if (call.world.switches.developmentTier) {
    throw refuse(403, 'ACCESS_DENIED', 'Not enough permissions to access: posts.BATCH_GET.20260901', {
      serviceErrorCode: 100,
    });
  }
  const results: Record<string, unknown> = {};
  const errors: Record<string, unknown> = {};
  const statuses: Record<string, number> = {};
  for (const urn of urns) {
    const post = findPost(call.world, urn);
    const mayRead = post !== null && token.pageIds.includes(post.pageId);
    const status = post === null || post.deletedAt !== null || !post.published ? 404 : mayRead ? 200 : 403;
    statuses[urn] = status;
    if (status === 200 && post !== null) results[urn] = shown(post);
    else
      errors[urn] = { status, code: status === 403 ? 'ACCESS_DENIED' : 'NOT_FOUND', message: `Could not read ${urn}` };
  }
  return { results, statuses, errors };
}

/** GET /rest/posts: the finder by author, or BATCH_GET. */
export function findPosts(call: RestCall): Promise<void> {
  return call.act({
    operation: 'read',
    named: call.text('author'),
    commit: () => {
      const ids = call.list('ids');
      return ids === null ? finder(call) : batch(call, ids);
    },
  });
}

/** POST /rest/posts/{urn} with X-RestLi-Method: PARTIAL_UPDATE */
export function updatePost(call: RestCall): Promise<void> {
  return call.act({
    operation: 'edit',
    commit: () => {
      call.member();
      if (!/^partial_update$/i.test(String(call.req.headers['x-restli-method'] ?? ''))) {
        throw refuse(400, 'ILLEGAL_ARGUMENT', 'X-RestLi-Method: PARTIAL_UPDATE is required');
      }
      const post = call.post();
      call.admin(organisationUrn(post.pageId), 'w_organization_social');
      const { patch } = call.body;
      const set = typeof patch === 'object' && patch !== null && '$set' in patch ? patch.$set : null;
      if (typeof set !== 'object' || set === null) throw badBody('patch/$set is required');
      const refused = Object.keys(set).find((name) => !EDIT_FIELDS.has(name));
      if (refused !== undefined) throw refuse(422, null, `ERROR :: /${refused} :: field cannot be updated`);
      if ('commentary' in set) Object.assign(post, littleText(call, set.commentary));
      post.editedAt = call.now;
      return null;
    },
    answer: () => void call.res.status(204).end(),
  });
}

/** DELETE /rest/posts/{urn}: 204, also when it was deleted before. */
export function deletePost(call: RestCall): Promise<void> {
  return call.act({
    operation: 'delete',
    commit: () => {
      call.member();
      const post = findPost(call.world, call.key());
      if (post === null) return null;
      call.admin(organisationUrn(post.pageId), 'w_organization_social');
      post.deletedAt ??= call.now;
      return null;
    },
    answer: () => void call.res.status(204).end(),
  });
}
