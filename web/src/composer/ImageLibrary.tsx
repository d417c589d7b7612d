import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { type Media, useLibrary } from '../api/media.ts';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import { Loading } from '../parts/Loading.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import classes from './composer.module.css';

interface Props {
  /** Ids of those that the announcement has already. */
  readonly chosen: readonly string[];
  readonly onChoose: (media: Media) => void;
  readonly onClose: () => void;
}

/** Pictures that were sent before, with their descriptions. */
export default function ImageLibrary({ chosen, onChoose, onClose }: Props) {
  const { t, shortDate } = useWords();
  const [q, setQ] = useState('');
  const [asked] = useDebouncedValue(q.trim(), 300);
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useLibrary(asked);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('library.title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <TextInput
          label={t('library.search')}
          leftSection={<Icon name="search" />}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
          data-autofocus
        />
        {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
        {isPending ? <Loading /> : null}
        {data && items.length === 0 ? (
          <Text c="dimmed">{t(asked === '' ? 'library.empty' : 'library.nothing')}</Text>
        ) : null}
        <ul className={classes.library}>
          {items.map((media) => {
            const taken = chosen.includes(media.id);
            return (
              <li key={media.id}>
                <button
                  type="button"
                  disabled={taken}
                  onClick={() => {
                    onChoose(media);
                    onClose();
                  }}
                >
                  <img src={`/media/${media.id}/small`} alt={media.alt} loading="lazy" />
                  <span className={classes.libraryWords}>
                    {taken
                      ? t('library.taken')
                      : [media.credit, shortDate(media.createdAt)].filter(Boolean).join(' · ')}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
        {hasNextPage ? (
          <Group justify="center">
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('common.more')}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Modal>
  );
}
