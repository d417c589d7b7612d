import type { Page } from '../world/model.ts';
import type { GraphCall } from './context.ts';
import { missingObject, refuse } from './errors.ts';
import { type FieldTable, fieldsFor } from './fields.ts';
import { pageInsights, postInsights } from './insights.ts';
import { commentFields, postFields } from './post-fields.ts';

const IDS_LIMIT = 50;
const PAGE_LIMIT = 100;
const LIST_FIELDS = 'id,message,created_time';

export const pageFields: FieldTable<Page> = {
  id: (_call, page) => page.id,
  name: (_call, page) => page.name,
  username: (_call, page) => page.vanity,
  category: () => 'Nonprofit organization',
  link: (call, page) => `${call.world.origin}/facebook/${page.id}`,
  fan_count: (_call, page) => page.followers,
  followers_count: (_call, page) => page.followers,
  tasks: () => ['ANALYZE', 'ADVERTISE', 'MODERATE', 'CREATE_CONTENT'],
  is_published: () => true,
  access_token: (call, page) => call.world.tokens.pageToken(call.token(), page.id, call.now).value,
};

/** Reading numbers is told apart from reading words, so that each can fail alone. */
const operationOf = (fields: string): 'metrics' | 'read' =>
  /insights|reactions|shares/.test(fields) ? 'metrics' : 'read';

function node(call: GraphCall, id: string): Record<string, unknown> | null {
  const page = call.world.page('facebook', id);
  if (page !== null) return fieldsFor(call, call.param('fields') ?? 'id,name', page, pageFields);
  const post = call.findPost(id);
  if (post !== null) {
    call.need(call.token(), 'pages_read_engagement');
    return { ...fieldsFor(call, call.param('fields') ?? LIST_FIELDS, post, postFields), id: post.remoteId };
  }
  for (const candidate of call.world.posts()) {
    const comment = candidate.comments.find((one) => one.id === id && one.deletedAt === null);
    if (comment === undefined) continue;
    return fieldsFor(call, call.param('fields') ?? 'id,message,created_time', comment, commentFields);
  }
  const picture = call.world.pictures.get(id);
  return picture?.platform === 'facebook' ? { id } : null;
}

/** GET /{page, post, comment or photo} */
export function readNode(call: GraphCall): Promise<void> {
  const id = call.pathId();
  const isPage = call.world.page('facebook', id) !== null || id === 'me';
  return call.act({
    operation: isPage ? 'health' : operationOf(call.param('fields') ?? ''),
    commit: () => {
      const token = call.token();
      if (id === 'me' && token.kind === 'user') return { id: token.personId, name: 'Sandbox person' };
      const found = node(call, id === 'me' ? (token.pageIds[0] ?? '') : id);
      if (found === null) throw missingObject(id);
      return found;
    },
  });
}

/** GET /?ids=a,b: up to 50 nodes, keyed by the id that was asked. */
export function readMany(call: GraphCall): Promise<void> {
  return call.act({
    operation: operationOf(call.param('fields') ?? ''),
    commit: () => {
      call.token();
      const ids = (call.param('ids') ?? '').split(',').filter((id) => id !== '');
      if (ids.length === 0) throw refuse(100, '(#100) The parameter ids is required');
      if (ids.length > IDS_LIMIT)
        throw refuse(100, `(#100) Too many IDs. Maximum: ${IDS_LIMIT}. Provided: ${ids.length}.`);
      const answers: Record<string, unknown> = {};
      for (const id of ids) {
        const found = node(call, id);
        if (found !== null) answers[id] = found;
        else if (call.world.switches.missingIds === 'fail') throw missingObject(id);
      }
      return answers;
    },
  });
}

const cursor = (index: number): string => Buffer.from(`c${index}`).toString('base64url');

function cursorIndex(text: string | null): number {
  if (text === null) return -1;
  const index = Number(Buffer.from(text, 'base64url').toString('utf8').slice(1));
  if (!Number.isInteger(index)) throw refuse(100, '(#100) Invalid cursor');
  return index;
}

/** GET /{page}/feed | posts | published_posts, newest first. The cap of 100 a page is silent. */
export function readList(call: GraphCall, edge: string): Promise<void> {
  return call.act({
    operation: 'read',
    commit: () => {
      const page = call.page();
      const token = call.need(call.token(), 'pages_read_engagement');
      if (edge === 'feed') call.need(token, 'pages_read_user_content');
      const since = Number(call.param('since') ?? 0) * 1000;
      const until = Number(call.param('until') ?? Number.MAX_SAFE_INTEGER / 1000) * 1000;
      const all = call.world
        .listedPosts('facebook', page.id)
        .filter((post) => post.createdAt >= since && post.createdAt <= until);
      const limit = Math.min(Math.max(Number(call.param('limit') ?? 25), 1), PAGE_LIMIT);
      const from = cursorIndex(call.param('after')) + 1;
      const data = all.slice(from, from + limit).map((post) => ({
        ...fieldsFor(call, call.param('fields') ?? LIST_FIELDS, post, postFields),
        id: post.remoteId,
      }));
      if (data.length === 0) return { data };
      const cursors = { before: cursor(from), after: cursor(from + data.length - 1) };
      if (from + limit >= all.length) return { data, paging: { cursors } };
      return { data, paging: { cursors, next: nextLink(call, cursors.after) } };
    },
  });
}

function nextLink(call: GraphCall, after: string): string {
  const base = call.onRealHost() ? 'https://graph.facebook.com' : call.world.origin;
  const url = new URL(call.req.originalUrl, base);
  url.searchParams.set('after', after);
  return url.href;
}

/** GET /{page or post}/insights */
export function readInsights(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'metrics',
    commit: () => {
      call.need(call.token(), 'read_insights');
      const page = call.world.page('facebook', call.pathId());
      if (page !== null) return pageInsights(call, page);
      const post = call.findPost(call.pathId());
      if (post === null) throw missingObject(call.pathId());
      return postInsights(call, post, call.param('metric') ?? '');
    },
  });
}
