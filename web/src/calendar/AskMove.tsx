import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';

interface Props {
  readonly post: Post;
  readonly to: Date;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Somebody else approved it at its time, so a slip of the hand must not move it. */
export function AskMove({ post, to, onYes, onNo }: Props) {
  const { t, longTime } = useWords();
  return (
    <Modal opened onClose={onNo} title={t('calendar.ask.title')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text size="sm">{t('calendar.ask.what', { title: post.title, time: longTime(post.scheduledAt ?? '') })}</Text>
        <Text fw={600}>{t('calendar.ask.to', { time: longTime(to) })}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onNo} data-autofocus>
            {t('calendar.ask.no')}
          </Button>
          <Button onClick={onYes}>{t('post.act.move.yes')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
