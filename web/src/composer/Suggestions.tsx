import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { formatLocal, localDate } from '#posts/time';
import { useSuggestedTimes } from '../api/suggested-times.ts';
import type { Channel } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { channelLabel } from '../parts/channel-label.ts';

const LOOK_AHEAD_MS = 14 * 86_400_000;
const MOST = 3;

interface Props {
  readonly channel: Channel;
  readonly channels: readonly Channel[];
  /** A local time, `2026-12-01T09:00`. */
  readonly onChoose: (time: string) => void;
}

/** Empty times of the first chosen channel, asked for by a button, with why they are suggested. */
export function Suggestions({ channel, channels, onChoose }: Props) {
  const { t, zone, longTime, number } = useWords();
  const [asked, setAsked] = useState<Date | null>(null);
  const day = (at: Date) => localDate(at, zone);
  const to = asked ? day(new Date(asked.getTime() + LOOK_AHEAD_MS)) : '';
  const times = useSuggestedTimes(asked ? channel.slug : '', asked ? day(asked) : '', to);
  const best = [...times].sort((a, b) => (b.worked?.times ?? 0) - (a.worked?.times ?? 0)).slice(0, MOST);
  if (!asked) {
    return (
      <Group>
        <Button variant="default" size="xs" onClick={() => setAsked(new Date())}>
          {t('suggest.ask')}
        </Button>
      </Group>
    );
  }
  return (
    <div role="status">
      <Text size="sm" mb={6}>
        {t(best.length > 0 ? 'suggest.title' : 'suggest.none', { channel: channelLabel(t, channel, channels) })}
      </Text>
      <Group gap="xs">
        {best.map(({ at, worked }) => (
          <Button
            key={at}
            variant="default"
            size="xs"
            onClick={() => onChoose(formatLocal(new Date(at), zone))}
            title={
              worked
                ? t('suggest.worked', { times: number(round(worked.times)), count: worked.posts })
                : t('suggest.hours')
            }
          >
            {longTime(at)}
          </Button>
        ))}
      </Group>
      {best.length > 0 ? (
        <Text size="sm" c="dimmed" mt={6}>
          {t(best.some(({ worked }) => worked !== null) ? 'suggest.fromNumbers' : 'suggest.hours')}
        </Text>
      ) : null}
    </div>
  );
}

function round(times: number): number {
  return Math.round(times * 10) / 10;
}
