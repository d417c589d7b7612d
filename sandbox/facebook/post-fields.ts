import type { Comment, Numbers, Post } from '../world/model.ts';
import { numbersAt } from '../world/numbers.ts';
import type { GraphCall } from './context.ts';
import { type FieldTable, fieldsFor, graphTime } from './fields.ts';
import { postInsights } from './insights.ts';

/** Where a visitor sees the post: the sandbox's own page, or the real address when it is played. */
export function permalink(call: GraphCall, post: Post): string {
  const path = `${post.pageId}/posts/${post.remoteId.split('_')[1] ?? ''}`;
  return call.onRealHost() ? `https://www.facebook.com/${path}` : `${call.world.origin}/facebook/${path}`;
}

function pictureAttachment(call: GraphCall, picture: { pictureId: string; alt: string | null }, post: Post): unknown {
  return {
    media_type: 'photo',
    type: 'photo',
    media: { image: { src: `${call.world.origin}/sandbox/media/${picture.pictureId}`, width: 1200, height: 630 } },
    target: { id: picture.pictureId, url: permalink(call, post) },
    url: permalink(call, post),
    ...(picture.alt === null ? {} : { description: picture.alt }),
  };
}

function attachments(call: GraphCall, post: Post): unknown {
  if (post.link !== null) {
    const target = { url: post.link.url };
    return {
      data: [
        {
          media_type: 'link',
          type: 'share',
          url: post.link.url,
          unshimmed_url: post.link.url,
          title: new URL(post.link.url).hostname,
          target,
        },
      ],
    };
  }
  const [first, ...others] = post.pictures.map((picture) => pictureAttachment(call, picture, post));
  if (first === undefined) return undefined;
  if (others.length === 0) return { data: [first] };
  return {
    data: [
      { media_type: 'album', type: 'album', url: permalink(call, post), subattachments: { data: [first, ...others] } },
    ],
  };
}

const living = (post: Post): Comment[] => post.comments.filter((comment) => comment.deletedAt === null);

export const commentFields: FieldTable<Comment> = {
  id: (_call, comment) => comment.id,
  message: (_call, comment) => comment.text,
  created_time: (_call, comment) => graphTime(comment.createdAt),
  from: (_call, comment) => ({ name: comment.author, id: comment.author }),
  like_count: () => 0,
  permalink_url: (call, { id }) => {
    const number = id.split('_')[0] ?? '';
    const post = call.world.posts().find(({ remoteId }) => remoteId.endsWith(`_${number}`));
    return post === undefined ? undefined : `${permalink(call, post)}?comment_id=${id.split('_')[1] ?? ''}`;
  },
};

/** A list edge with an optional summary, as `comments.limit(0).summary(total_count)`. */
function edge(items: readonly unknown[], total: number, args: ReadonlyMap<string, string>): unknown {
  const limit = Math.min(Number(args.get('limit') ?? 25), 100);
  return { data: items.slice(0, limit), ...(args.has('summary') ? { summary: { total_count: total } } : {}) };
}

const numbers = (call: GraphCall, post: Post): Numbers => numbersAt(post, call.now);

/** Everything that may be asked of a post in `fields`. */
export const postFields: FieldTable<Post> = {
  id: (_call, post) => post.remoteId,
  message: (_call, post) => (post.text === '' ? undefined : post.text),
  created_time: (_call, post) => graphTime(post.createdAt),
  updated_time: (_call, post) => graphTime(post.editedAt ?? post.createdAt),
  permalink_url: permalink,
  is_published: () => true,
  is_hidden: () => false,
  status_type: (_call, post) => (post.pictures.length > 0 ? 'added_photos' : 'mobile_status_update'),
  from: (call, post) => ({ name: call.page(post.pageId).name, id: post.pageId }),
  full_picture: (call, post) => {
    const first = post.pictures[0];
    return first === undefined ? undefined : `${call.world.origin}/sandbox/media/${first.pictureId}`;
  },
  attachments,
  shares: (call, post) => {
    const count = numbers(call, post).shares;
    return count === 0 ? undefined : { count };
  },
  reactions: (call, post, { args }) => {
    call.need(call.token(), 'pages_read_user_content');
    return edge([], numbers(call, post).reactions, args);
  },
  likes: (call, post, { args }) => edge([], numbers(call, post).reactionKinds.like, args),
  comments: (call, post, { args, sub }) => {
    call.need(call.token(), 'pages_read_user_content');
    const asked = sub.length > 0 ? sub : 'id,message,created_time,from';
    const items = living(post).map((comment) => fieldsFor(call, asked, comment, commentFields));
    return edge(items, numbers(call, post).comments, args);
  },
  insights: (call, post, { args }) => {
    call.need(call.token(), 'read_insights');
    return postInsights(call, post, args.get('metric') ?? '');
  },
};
