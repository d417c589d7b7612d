import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { endOtherSessions, endOwnSession, type OwnSession, ownSessions } from '../api/auth.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Loading } from '../parts/Loading.tsx';
import { useAct } from '../parts/use-act.ts';
import { useListFocus } from './focus.ts';
import classes from './manage.module.css';
import { useOwnProblem } from './own-problem.ts';
import { Wrong } from './Wrong.tsx';

/** Where one is signed in, to be ended from here. */
export function Sessions() {
  const { t } = useWords();
  const told = useOwnProblem();
  const { act, busy } = useAct();
  const { list, keep } = useListFocus();
  const { data, isPending, error } = useQuery({ queryKey: ['own-sessions'], queryFn: ownSessions });
  const others = data?.sessions.filter(({ id }) => id !== data.current) ?? [];
  const own = data?.sessions.filter(({ id }) => id === data.current) ?? [];
  const endAll = async () => {
    if (await act(endOtherSessions, t('profile.endedOthers'))) keep();
  };
  const end = async (session: OwnSession) => {
    if (await act(() => endOwnSession(session.token), t('profile.ended'))) keep();
  };
  return (
    <Section title={t('profile.sessions')}>
      {isPending ? <Loading /> : null}
      <Wrong text={error ? told(error) : undefined} />
      <div ref={list} tabIndex={-1}>
        <ul className={classes.rows}>
          {[...own, ...others].map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              end={session.id === data?.current ? null : () => void end(session)}
            />
          ))}
        </ul>
        {data && others.length === 0 ? <Text c="dimmed">{t('profile.onlyThis')}</Text> : null}
        {others.length > 0 ? (
          <Button variant="default" loading={busy} onClick={endAll}>
            {t('profile.endOthers')}
          </Button>
        ) : null}
      </div>
    </Section>
  );
}

/** @param end null for the session that looks */
function SessionRow({ session, end }: { session: OwnSession; end: (() => void) | null }) {
  const { t, shortTime } = useWords();
  const what = session.userAgent || t('profile.noProgram');
  const time = shortTime(session.createdAt);
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Text size="sm">{what}</Text>
        <Text size="sm" c="dimmed">
          {t('profile.since', { time })}
          {session.ipAddress ? ` ${t('profile.from', { address: session.ipAddress })}` : ''}
        </Text>
        {end ? null : <Text className={classes.mark ?? ''}>{t('profile.this')}</Text>}
      </div>
      {end ? (
        <Button size="xs" variant="default" aria-label={t('profile.endOf', { what: `${what}, ${time}` })} onClick={end}>
          {t('profile.end')}
        </Button>
      ) : null}
    </li>
  );
}
