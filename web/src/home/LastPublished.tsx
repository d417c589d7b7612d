import { useQuery } from '@tanstack/react-query';
import { useChannels } from '../api/channels.ts';
import { get } from '../api/client.ts';
import { useSamples } from '../api/posts.ts';
import { liveInterval } from '../api/query.ts';
import type { Page, Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Empty } from '../parts/Empty.tsx';
import { Loading } from '../parts/Loading.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { PostList, PostRow } from './PostRow.tsx';
import classes from './post-row.module.css';
import { Section } from './Section.tsx';

const DAY_MS = 86_400_000;
const SHOWN = 5;
const TOLD = ['views', 'reactions', 'comments', 'shares', 'linkClicks'] as const;

/** The posts that went out last, with what came back. */
export function LastPublished() {
  const { t, shortTime } = useWords();
  const { channels } = useChannels();
  const posts = useQuery({
    queryKey: ['posts', 'published-lately'],
    queryFn: publishedLately,
    refetchInterval: liveInterval,
  });
  return (
    <Section title={t('home.last.title')}>
      {posts.isPending ? <Loading /> : null}
      {posts.error ? <ProblemNote error={posts.error} /> : null}
      {posts.data?.length === 0 ? <Empty title={t('home.last.emptyTitle')}>{t('home.last.empty')}</Empty> : null}
      <PostList>
        {posts.data?.map((post) => (
          <PostRow
            key={post.id}
            post={post}
            channels={channels}
            showState={false}
            when={post.publishedAt ? shortTime(post.publishedAt) : undefined}
          >
            <Numbers id={post.id} />
          </PostRow>
        ))}
      </PostList>
    </Section>
  );
}

/** The list is oldest first, so the last weeks are read and turned round. */
async function publishedLately(): Promise<Post[]> {
  const from = new Date(Date.now() - 30 * DAY_MS).toISOString();
  const found: Post[] = [];
  let cursor: string | undefined;
  do {
    const page = await get<Page<Post>>('/posts', { state: 'published', from, limit: 200, cursor });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found.sort((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? '')).slice(0, SHOWN);
}

function Numbers({ id }: { id: string }) {
  const { t, number } = useWords();
  const { data } = useSamples(id);
  const last = data?.items.at(-1);
  if (!last) return <p className={classes.numbers}>{t('home.last.noNumbers')}</p>;
  return (
    <dl className={classes.numbers}>
      {TOLD.filter((measure) => last[measure] !== null).map((measure) => (
        <div key={measure}>
          <dt>{t(`measure.${measure}`)}</dt>
          <dd>{number(last[measure] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}
