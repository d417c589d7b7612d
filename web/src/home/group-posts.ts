import type { Post } from '../api/wire.ts';

/** Posts of one announcement that go out together and stand alike: one thing to a reader of the list. */
export interface PostGroup {
  readonly first: Post;
  readonly posts: readonly Post[];
}

/** Keeps the order of the first of each group. */
export function groupPosts(posts: readonly Post[]): PostGroup[] {
  const groups = new Map<string, Post[]>();
  for (const post of posts) {
    const key = [post.announcement, post.scheduledAt, post.state].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), post]);
  }
  return [...groups.values()].flatMap((group) => (group[0] ? [{ first: group[0], posts: group }] : []));
}
