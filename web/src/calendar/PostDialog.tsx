import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Channel, Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { ChannelMark } from '../parts/ChannelMark.tsx';
import { StateBadge } from '../parts/StateBadge.tsx';
import { MoveDialog } from '../post/MoveDialog.tsx';

interface Props {
  readonly post: Post;
  readonly channels: readonly Channel[];
  readonly onClose: () => void;
}

/** A post opened from the calendar: what it is, and moving it without a mouse. */
export function PostDialog({ post, channels, onClose }: Props) {
  const { t, longTime } = useWords();
  const [moving, setMoving] = useState(false);
  if (moving) return <MoveDialog post={post} onClose={onClose} />;
  const channel = channels.find(({ slug }) => slug === post.channel);
  const time = post.publishedAt ?? post.scheduledAt;
  return (
    <Modal opened onClose={onClose} title={post.title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="sm">
        <Group gap="md">
          <StateBadge state={post.state} />
          <ChannelMark channel={channel} slug={post.channel} />
        </Group>
        {time ? <Text fw={600}>{longTime(time)}</Text> : null}
        <Text size="sm">{t(`state.${post.state}.what`)}</Text>
        <Text size="sm" c="dimmed" lineClamp={5} className="prose" lang={post.language}>
          {post.text}
        </Text>
        <Group justify="flex-end">
          {post.possible.includes('move') ? (
            <Button variant="default" onClick={() => setMoving(true)}>
              {t('post.act.move.name')}
            </Button>
          ) : null}
          <Button component={Link} to={`/posts/${post.id}`} data-autofocus>
            {t('calendar.open')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
