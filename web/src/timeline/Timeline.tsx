import { Loader, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { planChange } from '../api/announcements.ts';
import type { Channel, TimelineEntry } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Mark } from '../parts/ChannelMark.tsx';
import { channelLabel } from '../parts/channel-label.ts';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { stepLabel } from '../parts/step-label.ts';
import classes from './timeline.module.css';

interface Props {
  readonly announcement: string;
  readonly change: unknown;
  readonly act: 'change' | 'cancel';
  readonly channels: readonly Channel[];
}

const ASK_AFTER_MS = 700;

/** Every post in the order of time: what was, what will be, and why. The server decides; nothing is stored by asking. */
export function Timeline({ announcement, change, act, channels }: Props) {
  const { t } = useWords();
  const [settled] = useDebouncedValue(JSON.stringify(change), ASK_AFTER_MS);
  const { data, error } = useQuery({
    queryKey: ['timeline', announcement, act, settled],
    queryFn: () => planChange(announcement, JSON.parse(settled), act),
    retry: false,
    placeholderData: (before) => before,
  });
  if (error) return <ProblemNote error={error} />;
  if (!data) return <Loader size="xs" role="img" aria-label={t('common.loading')} />;
  const changed = data.entries.filter((entry) => entry.change !== 'unchanged').length;
  return (
    <>
      <Text fw={600} role="status">
        {changed === 0 ? t('timeline.nothing') : t('timeline.count', { count: changed })}
      </Text>
      <ol className={classes.list} aria-label={t('timeline.title')}>
        {data.entries.map((entry) => (
          <Entry
            key={`${entry.post}${entry.change}${entry.channel}${entry.language}${entry.step}`}
            entry={entry}
            channels={channels}
          />
        ))}
      </ol>
    </>
  );
}

function Entry({ entry, channels }: { entry: TimelineEntry; channels: readonly Channel[] }) {
  const { t, shortTime } = useWords();
  const channel = channels.find(({ slug }) => slug === entry.channel);
  const moves = entry.was !== null && entry.was !== entry.at;
  return (
    <li className={classes.entry} {...(entry.change === 'unchanged' ? {} : { 'data-changes': true })}>
      <Text size="sm">
        {moves && entry.was ? <del className={classes.was}>{shortTime(entry.was)}</del> : null}{' '}
        {entry.at ? <strong>{shortTime(entry.at)}</strong> : null} <Mark kind={channel?.kind} />{' '}
        {channel ? channelLabel(t, channel, channels) : entry.channel},{' '}
        {t(`language.${entry.language}`, { defaultValue: entry.language })}
        {entry.step ? ` · ${stepLabel(t, entry.step)}` : ''}
      </Text>
      <Text size="sm" fw={entry.change === 'unchanged' ? 400 : 600}>
        {t(`timeline.change.${entry.change}`)}
        {entry.why.length > 0 ? `: ${entry.why.map((why) => t(`timeline.why.${why}`)).join(', ')}` : ''}
      </Text>
      {entry.after ? (
        <details>
          <summary>{t('timeline.words')}</summary>
          {entry.before ? (
            <>
              <Text size="xs">{t('timeline.before')}</Text>
              <p className="prose">{entry.before.text}</p>
            </>
          ) : null}
          <Text size="xs">{t('timeline.after')}</Text>
          <p className="prose">{entry.after.text}</p>
        </details>
      ) : null}
    </li>
  );
}
