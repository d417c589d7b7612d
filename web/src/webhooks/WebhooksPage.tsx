import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useWebhooks } from '../api/webhooks.ts';
import { useWords } from '../i18n/use-words.ts';
import { HandOver } from '../manage/HandOver.tsx';
import { ManageHead } from '../manage/ManageHead.tsx';
import classes from '../manage/manage.module.css';
import { Empty } from '../parts/Empty.tsx';
import { Loading } from '../parts/Loading.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { WebhookForm } from './WebhookForm.tsx';
import { WebhookRow } from './WebhookRow.tsx';

/** Other programs that are told what happens. */
export default function WebhooksPage() {
  const { t } = useWords();
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useWebhooks();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const webhooks = data?.pages.flatMap(({ items }) => items) ?? [];
  const close = () => {
    setAdding(false);
    setSecret(null);
  };
  return (
    <>
      <ManageHead
        page="webhooks"
        lead={t('webhooks.lead')}
        actions={<Button onClick={() => setAdding(true)}>{t('webhooks.add')}</Button>}
      />
      {isPending ? <Loading /> : null}
      {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
      {data ? (
        <section className="card" aria-label={t('manage.to.webhooks')}>
          {webhooks.length === 0 ? <Empty title={t('webhooks.emptyTitle')}>{t('webhooks.empty')}</Empty> : null}
          <ul className={classes.rows}>
            {webhooks.map((webhook) => (
              <WebhookRow key={webhook.id} webhook={webhook} onSecret={setSecret} />
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
        opened={adding || secret !== null}
        onClose={close}
        closeOnClickOutside={secret === null}
        closeOnEscape={secret === null}
        title={secret === null ? t('webhooks.add') : t('webhooks.onceTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {secret === null ? (
          <WebhookForm onMade={setSecret} />
        ) : (
          <HandOver
            lead={t('webhooks.once')}
            label={t('webhooks.secret')}
            value={secret}
            ready={t('webhooks.ready')}
            onReady={close}
          />
        )}
      </Modal>
    </>
  );
}
