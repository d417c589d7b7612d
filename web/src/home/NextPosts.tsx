import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { useChannels } from '../api/channels.ts';
import { usePosts } from '../api/posts.ts';
import { useWords } from '../i18n/use-words.ts';
import { Empty } from '../parts/Empty.tsx';
import { Loading } from '../parts/Loading.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { GroupRow } from './GroupRow.tsx';
import { groupPosts } from './group-posts.ts';
import { PostList } from './PostRow.tsx';
import { Section } from './Section.tsx';

const SHOWN = 6;

/** The next posts in the order of their times. */
export function NextPosts() {
  const { t } = useWords();
  const posts = usePosts({ state: 'scheduled,publishing,retrying,parked,uncertain', limit: 30 });
  const { channels } = useChannels();
  return (
    <Section
      title={t('home.next.title')}
      aside={
        <Anchor component={Link} to="/calendar" size="sm">
          {t('home.next.all')}
        </Anchor>
      }
    >
      {posts.isPending ? <Loading /> : null}
      {posts.error ? <ProblemNote error={posts.error} /> : null}
      {posts.data?.items.length === 0 ? (
        <Empty
          title={t('home.next.emptyTitle')}
          action={
            <Anchor component={Link} to="/write">
              {t('home.write')}
            </Anchor>
          }
        >
          {t('home.next.empty')}
        </Empty>
      ) : null}
      <PostList>
        {groupPosts(posts.data?.items ?? [])
          .slice(0, SHOWN)
          .map((group) => (
            <GroupRow key={group.first.id} group={group} channels={channels} />
          ))}
      </PostList>
    </Section>
  );
}
