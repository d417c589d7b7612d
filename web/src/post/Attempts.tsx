import { Text } from '@mantine/core';
import { useAttempts } from '../api/posts.ts';
import type { Attempt } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import classes from './post.module.css';

/** Every try, oldest first: when, what came of it, and the exact words that were sent. */
export function Attempts({ id }: { id: string }) {
  const { t } = useWords();
  const { data } = useAttempts(id);
  return (
    <Section title={t('attempts.title')}>
      {data?.items.length === 0 ? <Text c="dimmed">{t('attempts.none')}</Text> : null}
      <ol className={classes.attempts}>
        {data?.items.map((attempt) => (
          <Try key={attempt.id} attempt={attempt} />
        ))}
      </ol>
    </Section>
  );
}

function Try({ attempt }: { attempt: Attempt }) {
  const { t, longTime } = useWords();
  const { outcome } = attempt;
  const text = attempt.snapshot.text;
  const good = outcome?.kind === 'published';
  return (
    <li data-good={good || undefined} data-bad={(outcome && !good) || undefined}>
      <Text fw={600}>{t(`attempts.kind.${attempt.kind}`, { no: attempt.no })}</Text>
      <Text size="sm" c="dimmed">
        {longTime(attempt.claimedAt)}
      </Text>
      <Text size="sm">{t(`attempts.outcome.${outcome?.kind ?? 'running'}`)}</Text>
      {outcome?.message ? (
        <Text size="sm" c="dimmed">
          {t('post.answer')} <span lang="en">{outcome.message}</span>
        </Text>
      ) : null}
      {typeof text === 'string' ? (
        <details>
          <summary>{t('attempts.sent')}</summary>
          <p className="prose">{text}</p>
        </details>
      ) : null}
    </li>
  );
}
