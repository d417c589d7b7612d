import { ActionIcon } from '@mantine/core';
import { Suspense, use, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation, useNavigationType } from 'react-router';
import { useLive } from '../api/live.ts';
import { SessionContext } from '../app/session-context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/icons.ts';
import { Loading } from '../parts/Loading.tsx';
import { Bell } from './Bell.tsx';
import classes from './frame.module.css';
import { useKeptFocus } from './keep-focus.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { Logo } from './Logo.tsx';
import { SignedIn } from './SignedIn.tsx';
import { StopBanner } from './StopBanner.tsx';
import { StopEverything } from './StopEverything.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';

/** Each with what somebody must be allowed to do for the page to be of use to them; null: anything. */
const PAGES: { to: string; name: string; icon: IconName; action: string | null }[] = [
  { to: '/', name: 'home', icon: 'home', action: null },
  { to: '/calendar', name: 'calendar', icon: 'calendar', action: 'post.read' },
  { to: '/announcements', name: 'announcements', icon: 'list', action: 'announcement.read' },
  { to: '/write', name: 'write', icon: 'write', action: 'announcement.write' },
  { to: '/campaigns', name: 'campaigns', icon: 'move', action: 'vocabulary.edit' },
  { to: '/numbers', name: 'numbers', icon: 'chart', action: 'summary.read' },
  { to: '/channels', name: 'channels', icon: 'channels', action: 'channel.read' },
  { to: '/imports', name: 'imports', icon: 'import', action: 'import.read' },
];

/** What stands around every page. */
export function Frame() {
  const { t } = useTranslation();
  const { me, signOut } = use(SessionContext);
  const pages = PAGES.filter(({ action }) => action === null || me?.may.includes(action));
  useTopOfNewPage();
  useLive();
  useKeptFocus();
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        {t('frame.skip')}
      </a>
      <header className={classes.head}>
        <Link to="/" className={classes.brand} aria-label={t('frame.toHome')}>
          <Logo />
        </Link>
        <nav className={classes.nav} aria-label={t('frame.navigation')}>
          {pages.map(({ to, name, icon }) => (
            <NavLink key={to} to={to} end={to === '/'} className={classes.link ?? ''}>
              <Icon name={icon} />
              <span>{t(`nav.${name}`)}</span>
            </NavLink>
          ))}
        </nav>
        <div className={classes.tools}>
          <StopEverything />
          <Bell />
          <LanguageSwitch />
          <ThemeSwitch />
          <SignedIn />
          <ActionIcon
            className={classes.leave ?? ''}
            variant="default"
            size={30}
            aria-label={t('frame.signOut')}
            title={t('frame.signOut')}
            onClick={signOut}
          >
            <Icon name="leave" />
          </ActionIcon>
        </div>
      </header>
      <StopBanner />
      <main id="content" tabIndex={-1} className={classes.main}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}

/** A followed link starts at the top; going back stays where the browser left it. */
function useTopOfNewPage() {
  const { pathname } = useLocation();
  const how = useNavigationType();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what makes it a new page
  useEffect(() => {
    if (how === 'PUSH') scrollTo(0, 0);
  }, [pathname, how]);
}
