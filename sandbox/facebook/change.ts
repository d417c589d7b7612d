import type { Comment, Post } from '../world/model.ts';
import type { GraphCall } from './context.ts';
import { missingObject, refuse } from './errors.ts';
import { fieldsFor } from './fields.ts';
import { commentFields } from './post-fields.ts';

function livingPost(call: GraphCall, verb: string): Post {
  const post = call.findPost(call.pathId());
  if (post === null) throw missingObject(call.pathId(), verb);
  return post;
}

/** POST /{post}: replaces the words. Only posts that an app made can be edited by one. */
export function editPost(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'edit',
    commit: () => {
      const post = livingPost(call, 'post');
      call.pageToken(call.page(post.pageId), 'pages_manage_posts');
      const text = call.param('message');
      if (text === null) throw refuse(100, '(#100) The parameter message is required');
      if (post.via === 'hand') throw refuse(200, '(#200) The post was not created by the application');
      post.text = call.world.switches.trimMessages ? text.trim() : text;
      post.markup = post.text;
      post.editedAt = call.now;
      return { success: true };
    },
  });
}

function findComment(call: GraphCall, id: string): { post: Post; comment: Comment } | null {
  for (const post of call.world.posts()) {
    const comment = post.comments.find((one) => one.id === id && one.deletedAt === null);
    if (comment !== undefined && post.platform === 'facebook') return { post, comment };
  }
  return null;
}

/** DELETE /{post or comment} */
export function deleteNode(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'delete',
    commit: () => {
      const post = call.findPost(call.pathId());
      const found = post === null ? findComment(call, call.pathId()) : null;
      const owner = post ?? found?.post ?? null;
      if (owner === null) throw missingObject(call.pathId(), 'delete');
      call.pageToken(call.page(owner.pageId), 'pages_manage_posts');
      if (post !== null) post.deletedAt = call.now;
      if (found !== null) found.comment.deletedAt = call.now;
      return { success: true };
    },
  });
}

/** POST /{post}/comments, as the page. */
export function addComment(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'comment',
    commit: () => {
      const post = livingPost(call, 'post');
      const page = call.page(post.pageId);
      call.pageToken(page, 'pages_manage_engagement');
      const text = (call.param('message') ?? '').trim();
      if (text === '') throw refuse(100, '(#100) Missing message or attachment');
      const id = `${post.remoteId.split('_')[1] ?? ''}_${call.world.ids.facebook()}`;
      const comment: Comment = { id, author: page.name, text, createdAt: call.now, deletedAt: null, via: 'api' };
      post.comments.push(comment);
      return { id, ...fieldsFor(call, call.param('fields') ?? 'id', comment, commentFields) };
    },
  });
}

/** GET /{post}/comments, oldest first; `order=reverse_chronological` turns it round. */
export function readComments(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'read',
    commit: () => {
      const post = livingPost(call, 'get');
      call.need(call.token(), 'pages_read_user_content');
      const comments = post.comments.filter((comment) => comment.deletedAt === null);
      if (call.param('order') === 'reverse_chronological') comments.reverse();
      const limit = Math.min(Number(call.param('limit') ?? 25), 100);
      const asked = call.param('fields') ?? 'id,message,created_time,from';
      const data = comments.slice(0, limit).map((comment) => fieldsFor(call, asked, comment, commentFields));
      return { data, paging: {} };
    },
  });
}
