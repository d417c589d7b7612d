import { Anchor, Button, Group } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link, useSearchParams } from 'react-router';
import { useAnnouncements } from '../api/announcements.ts';
import { useOrganisations, useThemes } from '../api/named.ts';
import rows from '../home/post-row.module.css';
import { useWords } from '../i18n/use-words.ts';
import { Empty } from '../parts/Empty.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Loading } from '../parts/Loading.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { AnnouncementRow } from './AnnouncementRow.tsx';
import { Filters } from './Filters.tsx';

const NAMES = ['q', 'kind', 'state', 'theme', 'organisation'] as const;

/** Every announcement, the newest first. Filters live in the address, so that a view can be kept and shared. */
export default function AnnouncementsPage() {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const filter = Object.fromEntries(NAMES.map((name) => [name, params.get(name) ?? '']));
  const [asked] = useDebouncedValue(filter, 250);
  const list = useAnnouncements(asked);
  const organisations = useOrganisations();
  const themes = useThemes();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = NAMES.some((name) => params.get(name));
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
        title={t('nav.announcements')}
        lead={t('announcements.lead')}
        actions={
          <>
            <Button component={Link} to="/write/csv" variant="default">
              {t('csv.link')}
            </Button>
            <Button component={Link} to="/write" leftSection={<Icon name="write" />}>
              {t('home.write')}
            </Button>
          </>
        }
      />
      <section className="card" aria-label={t('nav.announcements')}>
        <Filters filter={filter} themes={themes} organisations={organisations} onChange={change} />
        {list.isPending ? <Loading /> : null}
        {list.error ? <ProblemNote error={list.error} again={() => void list.refetch()} /> : null}
        {list.data && items.length === 0 ? (
          filtered ? (
            <Empty
              title={t('announcements.noneFoundTitle')}
              action={
                <Button variant="default" onClick={() => setParams({}, { replace: true })}>
                  {t('announcements.clear')}
                </Button>
              }
            >
              {t('announcements.noneFound')}
            </Empty>
          ) : (
            <Empty
              title={t('announcements.emptyTitle')}
              action={
                <Anchor component={Link} to="/write">
                  {t('home.write')}
                </Anchor>
              }
            >
              {t('announcements.empty')}
            </Empty>
          )
        ) : null}
        <ul className={rows.list}>
          {items.map((announcement) => (
            <AnnouncementRow
              key={announcement.id}
              announcement={announcement}
              themes={themes}
              organisations={organisations}
            />
          ))}
        </ul>
        {list.hasNextPage ? (
          <Group justify="center" mt="md">
            <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('common.more')}
            </Button>
          </Group>
        ) : null}
      </section>
    </>
  );
}
