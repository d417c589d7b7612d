import { Anchor, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useAnnouncement } from '../api/announcements.ts';
import { useChannels } from '../api/channels.ts';
import { usePost } from '../api/posts.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ChannelMark } from '../parts/ChannelMark.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Loading } from '../parts/Loading.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { StateBadge } from '../parts/StateBadge.tsx';
import { Attempts } from './Attempts.tsx';
import { Decide } from './Decide.tsx';
import { PostActs } from './PostActs.tsx';
import { PostNumbers } from './PostNumbers.tsx';
import { Why } from './Why.tsx';

/** A post's whole life on one page. */
export default function PostPage() {
  const { id = '' } = useParams();
  const { t, longTime } = useWords();
  const { data: post, error, isPending, refetch } = usePost(id);
  const { channels } = useChannels();
  const announcement = useAnnouncement(post?.announcement ?? '', post !== undefined);
  if (isPending) return <Loading />;
  if (!post) {
    return (
      <>
        <PageHead title={t('post.notShown')} />
        <ProblemNote error={error} again={() => void refetch()} />
      </>
    );
  }
  const channel = channels.find(({ slug }) => slug === post.channel);
  return (
    <>
      <PageHead
        title={post.title}
        lead={
          <Group gap="md" mt={6}>
            <StateBadge state={post.state} />
            <ChannelMark channel={channel} slug={post.channel} />
            <span>{t(`language.${post.language}`, { defaultValue: post.language })}</span>
          </Group>
        }
      />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack>
          <Section title={t('post.now')}>
            <Stack gap="xs">
              <Text>{t(`state.${post.state}.what`)}</Text>
              {post.reason ? <Why reason={post.reason} /> : null}
              {post.scheduledAt && !post.publishedAt ? (
                <Text fw={600}>{t('post.scheduledAt', { time: longTime(post.scheduledAt) })}</Text>
              ) : null}
              {post.publishedAt ? (
                <Text fw={600}>{t('post.publishedAt', { time: longTime(post.publishedAt) })}</Text>
              ) : null}
              {post.worthUntil && !post.publishedAt ? (
                <Text size="sm" c="dimmed">
                  {t('post.worthUntil', { time: longTime(post.worthUntil) })}
                </Text>
              ) : null}
              {post.permalink ? (
                <Anchor href={post.permalink} target="_blank" rel="noreferrer">
                  {t('post.real')} <Icon name="outside" size={14} />
                </Anchor>
              ) : null}
              {post.state === 'needsDecision' ? <Decide post={post} /> : null}
              <PostActs post={post} announcementState={announcement.data?.state} />
            </Stack>
          </Section>
          <Section title={t('post.words')}>
            <p className="prose" lang={post.language} style={{ margin: 0 }}>
              {post.text}
            </p>
            {post.edited ? (
              <Text size="sm" c="dimmed" mt="sm">
                {t('post.edited')}
              </Text>
            ) : null}
            <Anchor component={Link} to={`/announcements/${post.announcement}`} mt="md" display="inline-block">
              {t('post.announcement')}
            </Anchor>
          </Section>
        </Stack>
        <Stack>
          <PostNumbers id={post.id} published={post.publishedAt !== null} />
          <Attempts id={post.id} />
        </Stack>
      </SimpleGrid>
    </>
  );
}
