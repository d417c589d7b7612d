import { Button, Group, SimpleGrid, Text } from '@mantine/core';
import { declineOffer, editPost } from '../api/posts.ts';
import type { Channel, Post } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { channelLabel } from '../parts/channel-label.ts';
import { stepLabel } from '../parts/step-label.ts';
import { useAct } from '../parts/use-act.ts';

/** Posts whose words a person wrote, or that are out, beside what Kaiku would say since the event changed. */
export function Offers({ posts, channels }: { posts: readonly Post[]; channels: readonly Channel[] }) {
  const { t } = useWords();
  const offered = posts.filter(({ offer }) => offer !== null);
  if (offered.length === 0) return null;
  return (
    <div style={{ marginBottom: '1rem' }}>
      <Section title={t('proposal.title')}>
        <Text size="sm">{t('proposal.lead')}</Text>
        {offered.map((post) => (
          <Offer
            key={post.id}
            post={post}
            channel={channels.find(({ slug }) => slug === post.channel)}
            all={channels}
          />
        ))}
      </Section>
    </div>
  );
}

function Offer({ post, channel, all }: { post: Post; channel: Channel | undefined; all: readonly Channel[] }) {
  const { t } = useWords();
  const { act, busy } = useAct();
  const { offer } = post;
  if (!offer) return null;
  return (
    <article style={{ marginTop: '1rem' }}>
      <Text fw={600}>
        {channel ? channelLabel(t, channel, all) : post.channel},{' '}
        {t(`language.${post.language}`, { defaultValue: post.language })}
        {post.step ? ` · ${stepLabel(t, post.step)}` : ''}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} lang={post.language}>
        <div>
          <Text size="xs">{t('proposal.stands')}</Text>
          <p className="prose">{post.text}</p>
        </div>
        <div>
          <Text size="xs">{t('proposal.would')}</Text>
          <p className="prose">{offer.text}</p>
        </div>
      </SimpleGrid>
      <Group>
        <Button
          size="xs"
          loading={busy}
          onClick={() => void act(() => editPost(post, { title: offer.title, text: offer.text }), t('proposal.taken'))}
        >
          {t(post.publishedAt ? 'proposal.takeOut' : 'proposal.take')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          onClick={() => void act(() => declineOffer(post), t('proposal.kept'))}
        >
          {t('proposal.keep')}
        </Button>
      </Group>
    </article>
  );
}
