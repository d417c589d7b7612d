import type { Comment, Post } from '../world/model.ts';
import { numbersAt } from '../world/numbers.ts';
import { activityUrn, badBody, organisationUrn, type RestCall } from './context.ts';
import { denied, invalid } from './errors.ts';

const COMMENT_LIMIT = 1250;

function shown(post: Post, comment: Comment): Record<string, unknown> {
  return {
    id: comment.id,
    commentUrn: `urn:li:comment:(${activityUrn(post)},${comment.id})`,
    actor: organisationUrn(post.pageId),
    object: activityUrn(post),
    message: { attributes: [], text: comment.text },
    created: { actor: organisationUrn(post.pageId), time: comment.createdAt },
    lastModified: { actor: organisationUrn(post.pageId), time: comment.createdAt },
  };
}

/** POST /rest/socialActions/{post}/comments: plain text, no markup of any kind. */
export function createComment(call: RestCall): Promise<void> {
  return call.act<{ post: Post; comment: Comment }>({
    operation: 'comment',
    commit: () => {
      call.member();
      const post = call.post();
      const { actor, object, message, content } = call.body;
      const { page } = call.admin(String(actor ?? ''), 'w_organization_social');
      if (content !== undefined) throw denied('comments with content');
      if (object !== post.remoteId && object !== activityUrn(post)) throw badBody('object must be the post');
      const text = typeof message === 'object' && message !== null && 'text' in message ? message.text : null;
      if (typeof text !== 'string' || text.trim() === '') throw badBody('message/text is required');
      if (text.length > COMMENT_LIMIT) {
        throw invalid('FIELD_LENGTH_TOO_LONG', `message/text exceeds ${COMMENT_LIMIT} characters`, { name: 'text' });
      }
      const id = call.world.ids.linkedin();
      const comment: Comment = { id, author: page.name, text, createdAt: call.now, deletedAt: null, via: 'api' };
      post.comments.push(comment);
      return { post, comment };
    },
    answer: ({ post, comment }, draw) => {
      if (draw.end?.mode !== 'no-id') call.res.set('x-restli-id', comment.id);
      call.res.status(201).json(draw.end?.mode === 'no-id' ? {} : shown(post, comment));
    },
  });
}

/** GET /rest/socialActions/{post}/comments */
export function readComments(call: RestCall): Promise<void> {
  return call.act({
    operation: 'read',
    commit: () => {
      call.member();
      const post = call.post();
      call.admin(organisationUrn(post.pageId), 'r_organization_social');
      const start = Number(call.text('start') ?? 0);
      const count = Math.min(Number(call.text('count') ?? 10), 100);
      const living = post.comments.filter((comment) => comment.deletedAt === null);
      const elements = living.slice(start, start + count).map((comment) => shown(post, comment));
      return { paging: { start, count, total: living.length, links: [] }, elements };
    },
  });
}

/** DELETE /rest/socialActions/{post}/comments/{id} */
export function deleteComment(call: RestCall): Promise<void> {
  return call.act({
    operation: 'delete',
    commit: () => {
      call.member();
      const post = call.post();
      call.admin(organisationUrn(post.pageId), 'w_organization_social');
      const comment = post.comments.find(({ id }) => id === String(call.req.params.comment));
      if (comment !== undefined) comment.deletedAt ??= call.now;
      return null;
    },
    answer: () => void call.res.status(204).end(),
  });
}

/** GET /rest/socialActions/{post} */
export function readActions(call: RestCall): Promise<void> {
  return call.act({
    operation: 'metrics',
    commit: () => {
      call.member();
      const post = call.post();
      call.admin(organisationUrn(post.pageId), 'r_organization_social');
      const { reactions, comments } = numbersAt(post, call.now);
      return {
        $URN: post.remoteId,
        target: post.remoteId,
        likesSummary: { totalLikes: reactions, aggregatedTotalLikes: reactions, likedByCurrentUser: false },
        commentsSummary: { totalFirstLevelComments: comments, aggregatedTotalComments: comments },
      };
    },
  });
}

/** GET /rest/socialMetadata/{post}: counts that do not lag. */
export function readMetadata(call: RestCall): Promise<void> {
  return call.act({
    operation: 'metrics',
    commit: () => {
      call.member();
      const post = call.post();
      call.admin(organisationUrn(post.pageId), 'r_organization_social');
      const { reactionKinds, comments } = numbersAt(post, call.now);
      const { like, love, wow, haha } = reactionKinds;
      const counts = { LIKE: like, PRAISE: wow, EMPATHY: love, ENTERTAINMENT: haha };
      const summaries = Object.entries(counts).filter(([, count]) => count > 0);
      return {
        entity: post.remoteId,
        reactionSummaries: Object.fromEntries(
          summaries.map(([reactionType, count]) => [reactionType, { reactionType, count }]),
        ),
        commentSummary: { count: comments, topLevelCount: comments },
        commentsState: 'OPEN',
      };
    },
  });
}
