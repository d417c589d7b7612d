import { movePost } from '../api/posts.ts';
import type { Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { useToasts } from '../parts/toasts.tsx';
import { useAct } from '../parts/use-act.ts';

/** Moves a post and offers to take it back. */
export function useMove() {
  const { t, longTime } = useWords();
  const { act, busy } = useAct();
  const toasts = useToasts();
  /** @returns false when it stays where it was; why is told */
  const move = async (post: Post, to: Date): Promise<boolean> => {
    if (to <= new Date()) {
      toasts.failed(t('calendar.past'));
      return false;
    }
    const before = post.scheduledAt;
    let revision = post.revision;
    const send = async () => {
      revision = (await movePost(post, to.toISOString())).revision;
    };
    const back = () => void act(() => movePost({ id: post.id, revision }, before ?? ''), t('post.act.move.undone'));
    return act(send, t('post.act.move.done', { time: longTime(to) }), before ? back : undefined);
  };
  return { move, busy };
}
