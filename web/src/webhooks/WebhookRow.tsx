import { Button, Group, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { removeWebhook, rotateWebhook, switchWebhook, testWebhook, type Webhook } from '../api/webhooks.ts';
import { useWords } from '../i18n/use-words.ts';
import classes from '../manage/manage.module.css';
import { Confirm } from '../parts/Confirm.tsx';
import { Note } from '../parts/Note.tsx';
import { useAct } from '../parts/use-act.ts';
import { Deliveries } from './Deliveries.tsx';

interface Props {
  readonly webhook: Webhook;
  readonly onSecret: (secret: string) => void;
}

import { eventName } from './event-name.ts';

/** One receiver: what it is told, how it goes, and what can be done about it. */
export function WebhookRow({ webhook, onSecret }: Props) {
  const { t, longTime } = useWords();
  const { act, busy } = useAct();
  const [asked, setAsked] = useState<'rotate' | 'remove' | null>(null);
  const [open, setOpen] = useState(false);
  const { id, name, url, events, organisation, enabled, disabledAt, disabledWhy, failingSince } = webhook;
  const rotate = async () => onSecret((await rotateWebhook(id)).secret);
  const yes = async () => {
    if (asked === 'remove') await act(() => removeWebhook(id), t('webhooks.removed', { name }));
    else await act(rotate, t('webhooks.rotated', { name }));
    setAsked(null);
  };
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Text fw={650}>{name}</Text>
        <Text size="sm">
          {url} · {organisation ?? t('manage.cluster')}
        </Text>
        <Text size="sm" c="dimmed">
          {events.map((event) => eventName(t, event)).join(' · ')}
        </Text>
        {disabledAt && disabledWhy ? (
          <Note tone="bad">{t('webhooks.disabled', { time: longTime(disabledAt), why: disabledWhy })}</Note>
        ) : null}
        {enabled && failingSince ? (
          <Note tone="warn">{t('webhooks.failing', { time: longTime(failingSince) })}</Note>
        ) : null}
        <Button
          variant="subtle"
          size="xs"
          px={0}
          aria-expanded={open}
          aria-label={t('webhooks.logOf', { name })}
          onClick={() => setOpen(!open)}
        >
          {t('webhooks.log')}
        </Button>
        {open ? <Deliveries webhook={id} /> : null}
      </div>
      <Group gap="xs">
        <Switch
          label={t('webhooks.on')}
          aria-label={t('webhooks.onOf', { name })}
          checked={enabled}
          disabled={busy}
          onChange={(event) => {
            const on = event.currentTarget.checked;
            void act(() => switchWebhook(webhook, on), t(on ? 'webhooks.turnedOn' : 'webhooks.turnedOff', { name }));
          }}
        />
        <Button
          size="xs"
          variant="default"
          disabled={!enabled}
          aria-label={t('webhooks.testOf', { name })}
          onClick={() => void act(() => testWebhook(id), t('webhooks.tested')).then(() => setOpen(true))}
        >
          {t('webhooks.test')}
        </Button>
        {(['rotate', 'remove'] as const).map((what) => (
          <Button
            key={what}
            size="xs"
            variant="default"
            aria-label={t(`webhooks.${what}Of`, { name })}
            onClick={() => setAsked(what)}
          >
            {t(`webhooks.${what}`)}
          </Button>
        ))}
      </Group>
      <Confirm
        opened={asked !== null}
        title={t(`webhooks.${asked ?? 'remove'}Of`, { name })}
        yes={t(`webhooks.${asked ?? 'remove'}`)}
        danger={asked === 'remove'}
        busy={busy}
        onYes={() => void yes()}
        onClose={() => setAsked(null)}
      >
        {t(`webhooks.${asked ?? 'remove'}Will`)}
      </Confirm>
    </li>
  );
}
