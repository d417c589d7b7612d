import { Button, Text } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { formatLocal } from '#posts/time';
import { useChannels } from '../api/channels.ts';
import { useAllPosts } from '../api/posts.ts';
import { useSuggestedTimes } from '../api/suggested-times.ts';
import type { Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { Month } from './Calendar.tsx';
import { CalendarFilters, NO_FILTER } from './CalendarFilters.tsx';
import { CalendarLegend } from './CalendarLegend.tsx';
import { monthAround } from './month-around.ts';
import { PostDialog } from './PostDialog.tsx';
import { statesOf } from './state-groups.ts';
import { useAnnouncementFilter } from './use-announcement-filter.ts';
import { useHolidays } from './use-holidays.ts';

/** Every post at its time. Filters stand in the address. */
export default function CalendarPage() {
  const { t, language, zone } = useWords();
  const [params, setParams] = useSearchParams();
  // Posts are asked for before the calendar has worked out what it shows.
  const [range, setRange] = useState(() => monthAround(params.get('date'), new Date()));
  const [opened, setOpened] = useState<Post | null>(null);
  const { channels } = useChannels();
  const filter = Object.fromEntries(Object.keys(NO_FILTER).map((name) => [name, params.get(name) ?? '']));
  const { data, error, refetch, isPlaceholderData } = useAllPosts({
    from: range.from,
    to: range.to,
    channel: filter.channel || undefined,
    state: statesOf(filter.state),
  });
  const about = useAnnouncementFilter(filter.theme ?? '', filter.organisation ?? '');
  const holidays = useHolidays(range.from, range.to, language);
  const posts = useMemo(
    () => (data ?? []).filter(({ announcement }) => about === null || about.has(announcement)),
    [data, about],
  );
  // Where it was opened; afterwards the calendar itself knows, and the address only follows.
  const [start] = useState({ date: params.get('date') ?? '', view: params.get('view') ?? '' });
  const slots = useSuggestedTimes(filter.channel ?? '', range.from, range.to);
  const navigate = useNavigate();
  const shown = useRef('');
  const change = (values: Readonly<Record<string, string>>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(values)) {
          if (value) before.set(name, value);
          else before.delete(name);
        }
        return before;
      },
      { replace: true },
    );
  return (
    <>
      <PageHead
        title={t('nav.calendar')}
        lead={t('calendar.lead')}
        actions={
          <Button component={Link} to="/write" leftSection={<Icon name="write" />}>
            {t('home.write')}
          </Button>
        }
      />
      <section className="card" aria-label={t('nav.calendar')} aria-busy={!data || isPlaceholderData}>
        <CalendarFilters filter={filter} channels={channels} onChange={(name, value) => change({ [name]: value })} />
        {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
        <Month
          posts={posts}
          channels={channels}
          holidays={holidays}
          slots={slots}
          onSlot={(at) => void navigate(`/write?at=${formatLocal(new Date(at), zone)}&channel=${filter.channel}`)}
          start={start}
          onRange={({ from, to, date, view }) => {
            setRange((before) => (before.from === from && before.to === to ? before : { from, to }));
            // Only when it is another one: the calendar tells its dates whenever it is drawn.
            if (shown.current !== `${date} ${view}`) change({ date, view });
            shown.current = `${date} ${view}`;
          }}
          onOpen={setOpened}
        />
        <Text size="sm" c="dimmed" mt="sm">
          {t(filter.channel ? 'suggest.shown' : 'suggest.pick')}
        </Text>
        <CalendarLegend channels={channels} />
      </section>
      {opened ? <PostDialog post={opened} channels={channels} onClose={() => setOpened(null)} /> : null}
    </>
  );
}
