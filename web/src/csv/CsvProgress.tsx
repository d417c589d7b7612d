import { Button, Group, Progress, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useCsvImport } from '../api/csv.ts';
import { everythingChanged } from '../api/query.ts';
import type { CsvImport } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Note } from '../parts/Note.tsx';

/** Nothing takes this long for one row: whoever worked on it is gone. */
const STANDS_STILL_MS = 60_000;

/** How far the import has come, and what came of it. */
export function CsvProgress({ begun, onAgain }: { begun: CsvImport; onAgain: () => void }) {
  const { t } = useWords();
  const status = useRef<HTMLDivElement>(null);
  const now = useCsvImport(begun);
  const { total, done, created, updatedAt, finishedAt } = now;
  const part = total === 0 ? 100 : Math.round((done / total) * 100);
  const stands = finishedAt === null && Date.now() - Date.parse(updatedAt) > STANDS_STILL_MS;
  useEffect(() => status.current?.focus(), []);
  useEffect(() => {
    if (finishedAt !== null) void everythingChanged();
  }, [finishedAt]);
  return (
    <Section title={t(finishedAt ? 'csv.finished' : 'csv.running')}>
      <div ref={status} tabIndex={-1} role="status">
        <Text mb="xs">{t('csv.progress', { done, total })}</Text>
        {finishedAt ? <Text fw={600}>{t('csv.created', { count: created })}</Text> : null}
      </div>
      <Progress.Root size="lg" mt="sm">
        <Progress.Section value={part} aria-label={t('csv.progressLabel')} />
      </Progress.Root>
      {stands ? (
        <Note tone="warn" mt="md">
          {t('csv.stands')}
        </Note>
      ) : null}
      {finishedAt || stands ? (
        <Group mt="md">
          <Button component={Link} to="/announcements">
            {t('csv.look')}
          </Button>
          <Button component={Link} to="/calendar" variant="default">
            {t('nav.calendar')}
          </Button>
          <Button variant="default" onClick={onAgain}>
            {t('csv.another')}
          </Button>
        </Group>
      ) : null}
    </Section>
  );
}
