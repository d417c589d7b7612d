import { VisuallyHidden } from '@mantine/core';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { SessionContext } from '../app/session-context.ts';
import classes from './frame.module.css';
import { initialsOf } from './initials.ts';

/** Who is signed in; leads to their own pages, and to those of the administration. */
export function SignedIn() {
  const { t } = useTranslation();
  const { me } = use(SessionContext);
  const who = me?.name ?? me?.email ?? t('frame.withKey');
  const told = t('frame.signedInAs', { who: me?.name && me.email ? `${me.name} (${me.email})` : who });
  return (
    <Link to="/profile" className={classes.person ?? ''} title={told}>
      <VisuallyHidden>{told}</VisuallyHidden>
      <span className={classes.initials} aria-hidden="true">
        {initialsOf(who)}
      </span>
      <span className={classes.who} aria-hidden="true">
        {who}
      </span>
    </Link>
  );
}
