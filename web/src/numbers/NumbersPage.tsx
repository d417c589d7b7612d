import '@mantine/charts/styles.css';
import { Anchor, Text } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { localDate } from '#posts/time';
import { useChannels } from '../api/channels.ts';
import { useThemes } from '../api/named.ts';
import { useSummary } from '../api/numbers.ts';
import { useWords } from '../i18n/use-words.ts';
import { Empty } from '../parts/Empty.tsx';
import { Loading } from '../parts/Loading.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { Choice } from './Choice.tsx';
import { Extremes } from './Extremes.tsx';
import { FourNumbers } from './FourNumbers.tsx';
import { Groups } from './Groups.tsx';
import { Hours } from './Hours.tsx';
import { isMeasure, type Measure } from './measures.ts';
import classes from './numbers.module.css';
import { datesOf, spanOf } from './period.ts';
import { Report } from './Report.tsx';
import { Story } from './Story.tsx';
import { Weeks } from './Weeks.tsx';

/** What came back in a period. The choice lives in the address, so that a view can be kept and shared. */
export default function NumbersPage() {
  const { t, zone, nameIn } = useWords();
  const [params] = useSearchParams();
  const dates = datesOf(
    spanOf(params.get('period')),
    { from: params.get('from') ?? '', to: params.get('to') ?? '' },
    localDate(new Date(), zone),
  );
  const query = { ...dates, funding: params.get('funding') ?? undefined };
  const asked = params.get('measure');
  const measure: Measure = isMeasure(asked) ? asked : 'reach';
  const weeks = useSummary('week', query, { compare: 'previous' });
  const byChannel = useSummary('channel', query);
  const byTheme = useSummary('theme', query);
  const byHour = useSummary('hour', query);
  const { channels } = useChannels();
  const themes = useThemes();
  // Two pages of one cluster often have one name.
  const channelName = (slug: string) => {
    const channel = channels.find((one) => one.slug === slug);
    return channel ? `${channel.name} (${t(`channelShort.${channel.kind}`)})` : slug;
  };
  const themeName = (slug: string) => {
    const theme = themes.find((one) => one.slug === slug);
    return theme ? nameIn(theme.names) : slug;
  };
  const error = weeks.error ?? byChannel.error ?? byTheme.error ?? byHour.error;
  return (
    <>
      <PageHead
        title={t('nav.numbers')}
        lead={t('dashboard.lead')}
        actions={
          <Anchor component={Link} to="/numbers/explained">
            {t('dashboard.explain')}
          </Anchor>
        }
      />
      <Choice dates={dates} measure={measure} />
      {error ? <ProblemNote error={error} again={() => void weeks.refetch()} /> : null}
      {weeks.isPending ? <Loading /> : null}
      {weeks.data ? (
        <div className={classes.page}>
          <Story
            total={weeks.data.total}
            previous={weeks.data.previous?.total ?? null}
            themes={byTheme.data?.items ?? []}
            channels={byChannel.data?.items ?? []}
            themeName={themeName}
            channelName={channelName}
          />
          <FourNumbers total={weeks.data.total} previous={weeks.data.previous?.total ?? null} />
          {weeks.data.total.posts === 0 ? (
            <Empty title={t('dashboard.emptyTitle')}>{t('dashboard.empty')}</Empty>
          ) : (
            <>
              <Weeks weeks={weeks.data.items} measure={measure} />
              <div className={classes.pair}>
                <Groups
                  title={t('dashboard.channels')}
                  name="channels"
                  groups={byChannel.data?.items ?? []}
                  measure={measure}
                  nameOf={channelName}
                />
                <Groups
                  title={t('dashboard.themes')}
                  name="themes"
                  groups={byTheme.data?.items ?? []}
                  measure={measure}
                  nameOf={themeName}
                />
              </div>
              <Hours hours={byHour.data?.items ?? []} measure={measure} />
              <div className={classes.pair}>
                <Extremes order="most" query={query} />
                <Extremes order="least" query={query} />
              </div>
            </>
          )}
          <Report query={query} />
          <Text size="sm" c="dimmed">
            {t('dashboard.sum')} {t('dashboard.unknownNote')}
          </Text>
        </div>
      ) : null}
    </>
  );
}
