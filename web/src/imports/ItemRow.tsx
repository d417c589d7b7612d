import { Anchor, Button, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import { answerItem } from '../api/imports.ts';
import type { Import, ImportedItem } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { AnnouncementBadge, Badge } from '../parts/StateBadge.tsx';
import { useAct } from '../parts/use-act.ts';
import classes from './imports.module.css';
import { Reason } from './Reason.tsx';

const LOOKS = {
  new: { tone: 'good', icon: 'published' },
  updated: { tone: 'calm', icon: 'retrying' },
  merged: { tone: 'quiet', icon: 'list' },
  refused: { tone: 'bad', icon: 'rejected' },
  removed: { tone: 'quiet', icon: 'gone' },
} as const;

/** One thing that came: what became of it and why; where a person is asked, both sides and both answers. */
export function ItemRow({ source, item }: { source: Import; item: ImportedItem }) {
  const { t, longTime } = useWords();
  const { act, busy } = useAct();
  const { state, reason, question, announcement, differences } = item;
  const takable = state === 'refused' || state === 'merged';
  const answer = (what: 'take' | 'keep') =>
    void act(() => answerItem(source.id, item.id, what), t(`imports.answered.${question ?? 'draft'}.${what}`));
  return (
    <li className={classes.row}>
      <Group gap="xs">
        <Badge {...LOOKS[state]} text={t(`imports.state.${state}`)} />
        {question ? <Badge tone="warn" icon="needsDecision" text={t('imports.asks')} /> : null}
      </Group>
      <Text fw={500} mt={4}>
        {announcement ? (
          <Anchor component={Link} to={`/announcements/${announcement.slug}`} inherit>
            {item.title}
          </Anchor>
        ) : (
          item.title
        )}
      </Text>
      <Group gap="xs">
        {item.startsAt ? (
          <Text size="sm" c="dimmed">
            {longTime(item.startsAt)}
          </Text>
        ) : null}
        {announcement ? <AnnouncementBadge state={announcement.state as 'draft'} /> : null}
        {item.link ? (
          <Anchor href={item.link} size="sm" aria-label={t('imports.sourceOf', { title: item.title })}>
            {t('imports.source')}
          </Anchor>
        ) : null}
      </Group>
      {reason ? (
        <Text size="sm" mt={4}>
          <Reason code={reason.code} detail={reason.detail} />
        </Text>
      ) : null}
      {differences.length > 0 ? <Differences item={item} /> : null}
      {question ? (
        <Group gap="xs" mt="xs">
          <Button size="xs" loading={busy} onClick={() => answer('take')}>
            {t(`imports.answer.${question}.take`)}
          </Button>
          <Button size="xs" variant="default" disabled={busy} onClick={() => answer('keep')}>
            {t(`imports.answer.${question}.keep`)}
          </Button>
        </Group>
      ) : null}
      {takable ? (
        <Button
          size="xs"
          variant="default"
          mt="xs"
          loading={busy}
          aria-label={`${t('imports.answer.draft')}: ${item.title}`}
          onClick={() => answer('take')}
        >
          {t('imports.answer.draft')}
        </Button>
      ) : null}
    </li>
  );
}

/** Field by field, what stands here and what the source tells. */
function Differences({ item }: { item: ImportedItem }) {
  const { t, longTime } = useWords();
  const told = (field: string, value: string | null) => {
    if (value === null) return '–';
    return field === 'startsAt' || field === 'endsAt' ? longTime(value) : value;
  };
  return (
    <section className={classes.scroll} aria-label={t('imports.differences')}>
      <table className={classes.differences}>
        <thead>
          <tr>
            <th scope="col">{t('imports.field')}</th>
            <th scope="col">{t('imports.here')}</th>
            <th scope="col">{t('imports.there')}</th>
          </tr>
        </thead>
        <tbody>
          {item.differences.map(({ field, here, there }) => (
            <tr key={field}>
              <th scope="row">{t(`field.${field === 'body' ? 'text' : field}`)}</th>
              <td>{told(field, here)}</td>
              <td>{told(field, there)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
