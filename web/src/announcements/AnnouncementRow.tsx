import { Link } from 'react-router';
import type { Announcement, Named, Organisation } from '../api/wire.ts';
import rows from '../home/post-row.module.css';
import { useWords } from '../i18n/use-words.ts';
import { AnnouncementBadge } from '../parts/StateBadge.tsx';
import { titleOf } from './title-of.ts';

interface Props {
  readonly announcement: Announcement;
  readonly themes: readonly Named[];
  readonly organisations: readonly Organisation[];
}

export function AnnouncementRow({ announcement, themes, organisations }: Props) {
  const { t, nameIn, language, shortTime, shortDate } = useWords();
  const organisation = organisations.find(({ slug }) => slug === announcement.organisation);
  const about = themes.filter(({ slug }) => announcement.themes.includes(slug)).map(({ names }) => nameIn(names));
  return (
    <li className={rows.row}>
      <div className={rows.words}>
        <Link to={`/announcements/${announcement.slug}`} className={rows.title}>
          {titleOf(announcement, language)}
        </Link>
        <div className={rows.meta}>
          <span>{t(`kind.${announcement.kind}`)}</span>
          {announcement.event ? <span>{shortTime(announcement.event.startsAt)}</span> : null}
          <span>{organisation ? nameIn(organisation.names) : announcement.organisation}</span>
          {about.length > 0 ? <span>{about.join(', ')}</span> : null}
          <span>{t('announcements.written', { date: shortDate(announcement.createdAt) })}</span>
        </div>
      </div>
      <AnnouncementBadge state={announcement.state} />
    </li>
  );
}
