import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Worry } from '#posts/status';
import { type Status, useStatus } from '../api/status.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ManageHead } from '../manage/ManageHead.tsx';
import classes from '../manage/manage.module.css';
import { Icon } from '../parts/Icon.tsx';
import { Loading } from '../parts/Loading.tsx';
import { Note } from '../parts/Note.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';

const TONES = { well: 'calm', look: 'warn', bad: 'bad' } as const;
const DOCTOR = 'npm run kaiku -- doctor';
const OPEN_STATES = ['scheduled', 'publishing', 'retrying', 'parked', 'uncertain'] as const;

/** Whether all is well, in words for people who do not run servers. */
export default function StatusPage() {
  const { t } = useWords();
  const { data, isPending, error, refetch } = useStatus();
  return (
    <>
      <ManageHead page="status" lead={t('status.lead')} />
      {isPending ? <Loading /> : null}
      {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
      {data ? <Told status={data} /> : null}
    </>
  );
}

function Told({ status }: { status: Status }) {
  const { t, longTime, fromNow, number } = useWords();
  const { worries, waiting, reconnect, details, stopped } = status;
  const since = (at: string | null) => (at ? `${longTime(at)} (${fromNow(at)})` : t('status.never'));
  const decide = waiting.needsDecision + waiting.missed + waiting.rejected;
  return (
    <>
      <Note tone={TONES[status.all]} mb="lg" title={t(`status.all.${status.all}`)} role="status">
        {t(`status.means.${status.all}`)}
      </Note>
      <Section title={t('status.title')}>
        <ul className={classes.rows}>
          <Row
            name={t('status.publishing')}
            worry={stopped ? t('status.stopped', { time: longTime(stopped.at) }) : null}
            well={t('status.running')}
          />
          <Row name={t('status.lastPublished')} worry={null} well={since(status.lastPublishedAt)} />
          <Row
            name={t('status.late')}
            worry={
              worries.includes('late')
                ? t('status.lateMany', { count: status.late, number: number(status.late) })
                : null
            }
            well={t('status.lateNone')}
          />
          <Row
            name={t('status.workers')}
            worry={
              worries.includes('workers') ? t('status.workersSilent', { seen: since(status.workersSeenAt) }) : null
            }
            well={t('status.workersAlive', { seen: status.workersSeenAt ? fromNow(status.workersSeenAt) : '' })}
          />
          <Row
            name={t('status.pages')}
            worry={
              reconnect.length > 0 ? (
                <>
                  {t('status.reconnect', { pages: reconnect.map(({ name }) => name).join(', ') })}{' '}
                  <Link to="/channels">{t('status.toChannels')}</Link>
                </>
              ) : null
            }
            well={t('status.pagesWell')}
          />
          <Row
            name={t('status.people')}
            worry={
              decide > 0 ? (
                <>
                  {t('status.decide', { count: decide, number: number(decide) })}{' '}
                  <Link to="/">{t('status.toHome')}</Link>
                </>
              ) : null
            }
            well={t('status.peopleNone')}
          />
          <Row name={t('status.numbers')} worry={null} well={since(status.numbersAt)} />
        </ul>
      </Section>
      {details ? <Details details={details} worries={worries} since={since} /> : null}
    </>
  );
}

interface DetailsProps {
  readonly details: NonNullable<Status['details']>;
  readonly worries: readonly Worry[];
  readonly since: (at: string | null) => string;
}

function Details({ details: { backupAt, open, queue }, worries, since }: DetailsProps) {
  const { t, number } = useWords();
  const waits = OPEN_STATES.filter((state) => open[state]).map(
    (state) => `${t(`state.${state}.name`)} ${number(open[state] ?? 0)}`,
  );
  const place = queue.kind === 'redis' ? 'Redis' : 'PostgreSQL';
  return (
    <div style={{ marginTop: '1.5rem' }}>
      <Section title={t('status.details')}>
        <ul className={classes.rows}>
          <Row
            name={t('status.backup')}
            worry={worries.includes('backup') ? t('status.backupOld', { seen: since(backupAt) }) : null}
            well={since(backupAt)}
          />
          <Row
            name={t('status.queue')}
            worry={queue.jobs === null ? t('status.queueAway', { place }) : null}
            well={t('status.queueWorks', { place, number: number(queue.jobs ?? 0) })}
          />
          <Row
            name={t('status.open')}
            worry={null}
            well={waits.length > 0 ? waits.join(' · ') : t('status.openNone')}
          />
        </ul>
        <Text size="sm" c="dimmed" mt="sm">
          {t('status.doctor')} <code>{DOCTOR}</code>
        </Text>
      </Section>
    </div>
  );
}

/** One thing that may be well or not. What is not well is said in words and with a sign, not by colour alone. */
function Row({ name, worry, well }: { name: string; worry: ReactNode; well: ReactNode }) {
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Text fw={650}>{name}</Text>
        <Text component="div" size="sm">
          {worry ?? well}
        </Text>
      </div>
      <span style={{ color: worry === null ? 'var(--k-brand)' : 'var(--k-warn)' }}>
        <Icon name={worry === null ? 'published' : 'warning'} />
      </span>
    </li>
  );
}
