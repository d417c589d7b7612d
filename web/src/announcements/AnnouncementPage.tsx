import { Anchor, Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useAnnouncement } from '../api/announcements.ts';
import { useChannels } from '../api/channels.ts';
import { useAllPosts } from '../api/posts.ts';
import { PostList, PostRow } from '../home/PostRow.tsx';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { channelLabel } from '../parts/channel-label.ts';
import { Icon } from '../parts/Icon.tsx';
import { Loading } from '../parts/Loading.tsx';
import { Note } from '../parts/Note.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { AnnouncementBadge } from '../parts/StateBadge.tsx';
import { PreviewLinks } from '../talk/PreviewLinks.tsx';
import { Talk } from '../talk/Talk.tsx';
import { AnnouncementActs } from './AnnouncementActs.tsx';
import { Attendance } from './Attendance.tsx';
import { CameBack } from './CameBack.tsx';
import { Facts } from './Facts.tsx';
import { Offers } from './Offers.tsx';
import { titleOf } from './title-of.ts';

/** One announcement with its texts, its facts and its posts by channel. */
export default function AnnouncementPage() {
  const { ref = '' } = useParams();
  const { t, language } = useWords();
  const announcement = useAnnouncement(ref);
  const posts = useAllPosts({ announcement: ref });
  const { channels } = useChannels();
  if (announcement.isPending) return <Loading />;
  if (announcement.error) {
    return (
      <>
        <PageHead title={t('announcement.notShown')} />
        <ProblemNote error={announcement.error} again={() => void announcement.refetch()} />
      </>
    );
  }
  const shown = announcement.data;
  const titleFor = (slug: string) => {
    const channel = channels.find((each) => each.slug === slug);
    return channel ? channelLabel(t, channel, channels) : slug;
  };
  const used = [...new Set((posts.data ?? []).map(({ channel }) => channel))];
  return (
    <>
      <PageHead
        title={titleOf(shown, language)}
        lead={
          <Group gap="sm" mt={4}>
            <AnnouncementBadge state={shown.state} />
            <span>{t(`announcementState.${shown.state}What`)}</span>
          </Group>
        }
        actions={
          <>
            <Button
              component={Link}
              to={`/announcements/${shown.slug}/edit`}
              variant="default"
              leftSection={<Icon name="write" />}
            >
              {t('announcement.edit')}
            </Button>
            <Button component={Link} to={`/write?copy=${shown.slug}`} variant="default">
              {t('announcement.duplicate')}
            </Button>
            <AnnouncementActs announcement={shown} posts={posts.data ?? []} channels={channels} />
          </>
        }
      />
      {shown.unapproved ? (
        <Note tone="warn" mb="lg" title={t('unapproved.title')}>
          {t('unapproved.what')}
        </Note>
      ) : null}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <div>
          {posts.error ? <ProblemNote error={posts.error} /> : null}
          <Offers posts={posts.data ?? []} channels={channels} />
          {used.map((slug) => (
            <div key={slug} style={{ marginBottom: '1rem' }}>
              <Section title={titleFor(slug)}>
                <PostList>
                  {(posts.data ?? [])
                    .filter(({ channel }) => channel === slug)
                    .map((post) => (
                      <PostRow key={post.id} post={post} channels={channels} />
                    ))}
                </PostList>
              </Section>
            </div>
          ))}
        </div>
        <div>
          <CameBack announcement={shown} posts={posts.data ?? []} />
          <Attendance key={shown.revision} announcement={shown} />
          <Facts announcement={shown} />
          <Anchor href={shown.publicUrl} target="_blank" rel="noreferrer" mt="md" display="inline-block">
            {t('announcement.publicPage')} <Icon name="outside" size={14} />
          </Anchor>
          <Stack mt="lg">
            <Talk announcement={shown.slug} />
            <PreviewLinks announcement={shown.slug} />
          </Stack>
        </div>
      </SimpleGrid>
    </>
  );
}
