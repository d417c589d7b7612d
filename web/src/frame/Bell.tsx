import { ActionIcon } from '@mantine/core';
import { lazy, Suspense, use, useState } from 'react';
import { useNotices } from '../api/notices.ts';
import { SessionContext } from '../app/session-context.ts';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import classes from './frame.module.css';

const Notices = lazy(() => import('./Notices.tsx'));

/** How many notices one has not read; opens their list. */
export function Bell() {
  const { me } = use(SessionContext);
  return me?.id ? <PersonsBell /> : null;
}

function PersonsBell() {
  const { t, language, number } = useWords();
  const [opened, setOpened] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const unread = useNotices(language).data?.unread ?? 0;
  const label = unread > 0 ? t('notices.bell', { count: unread }) : t('notices.bellNone');
  const open = () => {
    setOpened(true);
    setWasOpened(true);
  };
  return (
    <>
      <ActionIcon
        className={classes.bell ?? ''}
        variant="default"
        size={30}
        aria-label={label}
        aria-haspopup="dialog"
        title={label}
        onClick={open}
      >
        <Icon name="bell" />
        {unread > 0 ? (
          <span className={classes.unread} aria-hidden="true">
            {number(Math.min(unread, 99))}
          </span>
        ) : null}
      </ActionIcon>
      {wasOpened ? (
        <Suspense fallback={null}>
          <Notices opened={opened} onClose={() => setOpened(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
