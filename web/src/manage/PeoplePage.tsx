import { Button, Modal } from '@mantine/core';
import { use, useState } from 'react';
import { type Linked, usePeople } from '../api/people.ts';
import { SessionContext } from '../app/session-context.ts';
import { useWords } from '../i18n/use-words.ts';
import { Empty } from '../parts/Empty.tsx';
import { Loading } from '../parts/Loading.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { useToasts } from '../parts/toasts.tsx';
import { useListFocus } from './focus.ts';
import { HandOver } from './HandOver.tsx';
import { ManageHead } from './ManageHead.tsx';
import classes from './manage.module.css';
import { PersonForm } from './PersonForm.tsx';
import { PersonRow } from './PersonRow.tsx';

/** Who gets in, and what they may do. */
export default function PeoplePage() {
  const { t } = useWords();
  const { me } = use(SessionContext);
  const toasts = useToasts();
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = usePeople();
  const [inviting, setInviting] = useState(false);
  const [linked, setLinked] = useState<Linked | null>(null);
  const { list, keep } = useListFocus();
  const people = data?.pages.flatMap(({ items }) => items) ?? [];

  const close = () => {
    setInviting(false);
    setLinked(null);
  };
  const invited = (answer: Linked | null, name: string) => {
    if (answer?.link) return setLinked(answer);
    close();
    toasts.done(t(answer?.mailed ? 'people.mailed' : 'people.known', { name }));
  };
  const invite = me?.may.includes('person.manage') ? (
    <Button onClick={() => setInviting(true)}>{t('people.invite')}</Button>
  ) : null;

  return (
    <>
      <ManageHead page="people" lead={t('people.lead')} actions={invite} />
      {isPending ? <Loading /> : null}
      {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
      {data ? (
        <section className="card" aria-label={t('manage.to.people')} ref={list} tabIndex={-1}>
          {people.length === 0 ? <Empty title={t('people.emptyTitle')}>{t('people.empty')}</Empty> : null}
          <ul className={classes.rows}>
            {people.map((person) => (
              <PersonRow key={person.id} person={person} onGone={keep} />
            ))}
          </ul>
          {hasNextPage ? (
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('common.more')}
            </Button>
          ) : null}
        </section>
      ) : null}
      <Modal
        opened={inviting}
        onClose={close}
        closeOnClickOutside={linked === null}
        title={t('people.inviteTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {linked?.link ? (
          <HandOver
            lead={t('people.handOn', { name: linked.person.name })}
            label={t('people.link')}
            value={linked.link}
            ready={t('people.ready')}
            onReady={close}
          />
        ) : (
          <PersonForm person={null} onDone={invited} />
        )}
      </Modal>
    </>
  );
}
