import { Button, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { type ApiKey, revokeKey, useApiKeys } from '../api/api-keys.ts';
import { useOrganisations } from '../api/named.ts';
import { useWords } from '../i18n/use-words.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Loading } from '../parts/Loading.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { useAct } from '../parts/use-act.ts';
import { useListFocus } from './focus.ts';
import { HandOver } from './HandOver.tsx';
import { KeyForm } from './KeyForm.tsx';
import { ManageHead } from './ManageHead.tsx';
import classes from './manage.module.css';

/** The keys by which programs get in. */
export default function KeysPage() {
  const { t } = useWords();
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useApiKeys();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const { list, keep } = useListFocus();
  const keys = data?.pages.flatMap(({ items }) => items) ?? [];
  const close = () => {
    setMaking(false);
    setMade(null);
  };
  return (
    <>
      <ManageHead
        page="keys"
        lead={t('keys.lead')}
        actions={<Button onClick={() => setMaking(true)}>{t('keys.make')}</Button>}
      />
      {isPending ? <Loading /> : null}
      {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
      {data ? (
        <section className="card" aria-label={t('manage.to.keys')} ref={list} tabIndex={-1}>
          {keys.length === 0 ? <Empty title={t('keys.emptyTitle')}>{t('keys.empty')}</Empty> : null}
          <ul className={classes.rows}>
            {keys.map((key) => (
              <KeyRow key={key.id} apiKey={key} onGone={keep} />
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
        opened={making}
        onClose={close}
        closeOnClickOutside={made === null}
        closeOnEscape={made === null}
        title={made === null ? t('keys.make') : t('keys.onceTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {made === null ? (
          <KeyForm onMade={setMade} />
        ) : (
          <HandOver lead={t('keys.once')} label={t('keys.key')} value={made} ready={t('keys.ready')} onReady={close} />
        )}
      </Modal>
    </>
  );
}

function KeyRow({ apiKey, onGone }: { apiKey: ApiKey; onGone: () => void }) {
  const { t, nameIn, shortDate } = useWords();
  const { act, busy } = useAct();
  const [asked, setAsked] = useState(false);
  const { name, scopes, expiresAt } = apiKey;
  const organisation = useOrganisations().find(({ slug }) => slug === apiKey.organisation);
  const where = organisation ? nameIn(organisation.names) : (apiKey.organisation ?? t('manage.cluster'));
  const may = scopes ? scopes.map((scope) => t(`keys.scope.${scope}`)).join(', ') : t('keys.everything');
  const ends = () => {
    if (expiresAt === null) return t('keys.endless');
    const date = shortDate(expiresAt);
    return new Date(expiresAt) > new Date() ? t('keys.ends', { date }) : t('keys.over', { date });
  };
  const revoke = async () => {
    const done = await act(() => revokeKey(apiKey.id), t('keys.revoked', { name }));
    setAsked(false);
    if (done) onGone();
  };
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Text fw={650}>{name}</Text>
        <Text size="sm">
          {where} · {t('keys.may', { scopes: may })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('keys.made', { date: shortDate(apiKey.createdAt) })} · {ends()}
        </Text>
      </div>
      <Button size="xs" variant="default" aria-label={t('keys.revokeOf', { name })} onClick={() => setAsked(true)}>
        {t('keys.revoke')}
      </Button>
      <Confirm
        opened={asked}
        title={t('keys.revokeOf', { name })}
        yes={t('keys.revokeYes')}
        danger
        busy={busy}
        onYes={revoke}
        onClose={() => setAsked(false)}
      >
        {t('keys.revokeWill', { name })}
      </Confirm>
    </li>
  );
}
