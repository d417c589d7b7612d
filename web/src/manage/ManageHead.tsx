import { type ReactNode, use } from 'react';
import { NavLink } from 'react-router';
import { SessionContext } from '../app/session-context.ts';
import { useWords } from '../i18n/use-words.ts';
import { PageHead } from '../parts/PageHead.tsx';
import classes from './manage.module.css';

const PAGES = [
  { name: 'profile', action: 'me.read' },
  { name: 'status', action: 'cluster.read' },
  { name: 'people', action: 'person.read' },
  { name: 'keys', action: 'key.manage' },
  { name: 'webhooks', action: 'webhook.manage' },
  { name: 'settings', action: 'cluster.edit' },
  { name: 'audit', action: 'audit.read' },
] as const;

interface Props {
  readonly page: (typeof PAGES)[number]['name'];
  readonly lead: string;
  readonly actions?: ReactNode;
}

/** The heading of a page behind the person's name, and the way to the others that they may see. */
export function ManageHead({ page, lead, actions }: Props) {
  const { t } = useWords();
  const { me } = use(SessionContext);
  return (
    <>
      <nav className={classes.pages} aria-label={t('manage.pages')}>
        {PAGES.filter(({ action }) => action === 'me.read' || me?.may.includes(action)).map(({ name }) => (
          <NavLink key={name} to={`/${name}`} className={classes.page ?? ''}>
            {t(`manage.to.${name}`)}
          </NavLink>
        ))}
      </nav>
      <PageHead title={t(`manage.to.${page}`)} lead={lead} actions={actions} />
    </>
  );
}
