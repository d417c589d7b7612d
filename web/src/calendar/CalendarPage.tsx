import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useChannels } from '../api/channels.ts';
import { useAllPosts } from '../api/posts.ts';
import type { Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { Month } from './Calendar.tsx';
import { CalendarFilters, NO_FILTER } from './CalendarFilters.tsx';
import { CalendarLegend } from './CalendarLegend.tsx';
import { PostDialog } from './PostDialog.tsx';
import { statesOf } from './state-groups.ts';
import { useAnnouncementFilter } from './use-announcement-filter.ts';
import { useHolidays } from './use-holidays.ts';

/** Every post at its time. Filters stand in the address. */
export default function CalendarPage() {
  const { t, language } = useWords();
  const [params, setParams] = useSearchParams();
  const [range, setRange] = useState({ from: '', to: '' });
  const [opened, setOpened] = useState<Post | null>(null);
  const { channels } = useChannels();
  const filter = Object.fromEntries(Object.keys(NO_FILTER).map((name) => [name, params.get(name) ?? '']));
  const { data, error, refetch } = useAllPosts({
    from: range.from || undefined,
    to: range.to || undefined,
    channel: filter.channel || undefined,
    state: statesOf(filter.state),
  });
  const about = useAnnouncementFilter(filter.theme ?? '', filter.organisation ?? '');
  const holidays = useHolidays(range.from, range.to, language);
  const posts =
    range.from === '' ? [] : (data ?? []).filter(({ announcement }) => about === null || about.has(announcement));
  const change = (name: string, value: string) =>
    setParams(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
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
      <section className="card" aria-label={t('nav.calendar')}>
        <CalendarFilters filter={filter} channels={channels} onChange={change} />
        {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
        <Month
          posts={posts}
          channels={channels}
          holidays={holidays}
          onRange={(next) => setRange((before) => (before.from === next.from && before.to === next.to ? before : next))}
          onOpen={setOpened}
        />
        <CalendarLegend channels={channels} />
      </section>
      {opened ? <PostDialog post={opened} channels={channels} onClose={() => setOpened(null)} /> : null}
    </>
  );
}
