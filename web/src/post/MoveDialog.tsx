import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { formatLocal, resolveTime } from '#posts/time';
import { asksForApproval, useCluster } from '../api/cluster.ts';
import type { Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { LocalTime } from '../parts/LocalTime.tsx';
import { Note } from '../parts/Note.tsx';
import { useMove } from './use-move.ts';

/** Another time for a post: what dragging does in the calendar, for the keyboard. */
export function MoveDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const { t, zone, longTime } = useWords();
  const { move, busy } = useMove();
  const asks = asksForApproval(useCluster());
  const [before] = useState(post);
  const [time, setTime] = useState(post.scheduledAt ? formatLocal(new Date(post.scheduledAt), zone) : '');
  const read = resolveTime(time, zone);
  const save = async () => {
    if (read.ok && (await move(before, read.instant))) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('post.act.move.name')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text size="sm">{t('post.act.move.what', { title: post.title })}</Text>
        {asks && post.state === 'scheduled' ? <Note tone="warn">{t('post.act.move.approved')}</Note> : null}
        <LocalTime label={t('post.act.move.to')} value={time} onChange={setTime} />
        {read.ok ? (
          <Text fw={600} aria-live="polite">
            {longTime(read.instant)}
          </Text>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.back')}
          </Button>
          <Button loading={busy} disabled={!read.ok} onClick={() => void save()}>
            {t('post.act.move.yes')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
