import { Button, Text } from '@mantine/core';
import { type Delivery, replayDelivery, useDeliveries } from '../api/webhooks.ts';
import { useWords } from '../i18n/use-words.ts';
import classes from '../manage/manage.module.css';
import { Loading } from '../parts/Loading.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { useAct } from '../parts/use-act.ts';
import { eventName } from './event-name.ts';

/** What a receiver was told and what it answered, the newest first. */
export function Deliveries({ webhook }: { webhook: string }) {
  const { t } = useWords();
  const { data, error, refetch, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useDeliveries(
    webhook,
    true,
  );
  const deliveries = data?.pages.flatMap(({ items }) => items) ?? [];
  if (isPending) return <Loading />;
  if (error) return <ProblemNote error={error} again={() => void refetch()} />;
  return (
    <>
      {deliveries.length === 0 ? <Text size="sm">{t('webhooks.toldNothing')}</Text> : null}
      <ul className={classes.rows} aria-label={t('webhooks.log')}>
        {deliveries.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </ul>
      {hasNextPage ? (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('common.more')}
        </Button>
      ) : null}
    </>
  );
}

function DeliveryRow({ delivery: { id, event, state, createdAt, nextTryAt, log } }: { delivery: Delivery }) {
  const { t, longTime } = useWords();
  const { act, busy } = useAct();
  const told = eventName(t, event);
  const last = log.at(-1);
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Text size="sm">
          <strong>{told}</strong> · {t(`webhooks.state.${state}`)}
        </Text>
        <Text size="sm" c="dimmed">
          {longTime(createdAt)}
          {last ? ` · ${t('webhooks.try', { count: log.length, status: last.status ?? '–', ms: last.tookMs })}` : ''}
          {nextTryAt ? ` · ${t('webhooks.next', { time: longTime(nextTryAt) })}` : ''}
        </Text>
        {last && state !== 'delivered' ? (
          <Text size="sm" c="dimmed" lang="en">
            {last.detail}
          </Text>
        ) : null}
      </div>
      <Button
        size="xs"
        variant="default"
        loading={busy}
        aria-label={t('webhooks.replayOf', { event: told, time: longTime(createdAt) })}
        onClick={() => void act(() => replayDelivery(id), t('webhooks.replayed'))}
      >
        {t('webhooks.replay')}
      </Button>
    </li>
  );
}
