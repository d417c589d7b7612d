import { Text } from '@mantine/core';
import { useSummary } from '../api/numbers.ts';
import type { Announcement, Post } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import classes from '../post/post.module.css';

const MEASURES = ['views', 'reach', 'reactions', 'comments', 'shares', 'linkClicks'] as const;
/** More announcements than are published within the days of one campaign. */
const GROUPS = 1000;

/** The numbers of all posts of one announcement together; of an event beside them how many came. */
export function CameBack({ announcement, posts }: { announcement: Announcement; posts: readonly Post[] }) {
  const published = posts.flatMap(({ publishedAt }) => (publishedAt ? [publishedAt] : [])).sort();
  const [first, last] = [published[0], published.at(-1)];
  return first && last ? <Numbers announcement={announcement} from={dayBefore(first)} to={dayAfter(last)} /> : null;
}

function Numbers({ announcement, from, to }: { announcement: Announcement; from: string; to: string }) {
  const { t, number } = useWords();
  const { data } = useSummary('announcement', { from, to, funding: undefined }, { limit: GROUPS });
  const own = data?.items.find(({ group }) => group === announcement.slug);
  if (!own) return null;
  const shown = (value: number | null) => (value === null ? t('numbers.unknown') : number(value));
  return (
    <div style={{ marginBottom: '1rem' }}>
      <Section title={t('cameBack.title')}>
        <dl className={classes.numbers}>
          {announcement.kind === 'event' ? (
            <div>
              <dt>{t('cameBack.attendance')}</dt>
              <dd>{shown(announcement.attendance)}</dd>
            </div>
          ) : null}
          {MEASURES.map((name) => (
            <div key={name}>
              <dt>{t(`measure.${name}`)}</dt>
              <dd>{shown(own.totals[name])}</dd>
            </div>
          ))}
        </dl>
        <Text size="sm" c="dimmed">
          {t('cameBack.what', { count: own.posts })}
        </Text>
      </Section>
    </div>
  );
}

const DAY_MS = 86_400_000;
/** The summary counts in days of the cluster's zone; a day on either side covers every zone. */
const dayBefore = (instant: string) => new Date(Date.parse(instant) - DAY_MS).toISOString().slice(0, 10);
const dayAfter = (instant: string) => new Date(Date.parse(instant) + DAY_MS).toISOString().slice(0, 10);
