import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import { use, useState } from 'react';
import { WEBHOOK_EVENTS, type WebhookEvent } from '#posts/webhooks';
import { useOrganisations } from '../api/named.ts';
import { everythingChanged } from '../api/query.ts';
import { addWebhook } from '../api/webhooks.ts';
import { SessionContext } from '../app/session-context.ts';
import { useWords } from '../i18n/use-words.ts';
import { Wrong } from '../manage/Wrong.tsx';
import { useEntry } from '../signin/use-entry.ts';
import { eventName } from './event-name.ts';

/** Where a program is told, and of what. @param onMade is told the secret, this once */
export function WebhookForm({ onMade }: { onMade: (secret: string) => void }) {
  const { t, nameIn } = useWords();
  const { me } = use(SessionContext);
  const { form, wrong, busy, submit } = useEntry();
  const mayAll = me?.clusterAdmin ?? false;
  const organisations = useOrganisations().filter(({ slug }) => mayAll || me?.roles[slug] === 'admin');
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<string[]>([...WEBHOOK_EVENTS]);
  const [chosen, setChosen] = useState<string | null>(null);
  const organisation = chosen ?? (mayAll ? '' : (organisations[0]?.slug ?? ''));
  const missing = () => ({
    ...(name.trim() === '' ? { name: t('webhooks.nameMissing') } : {}),
    ...(/^https?:\/\/./.test(url.trim()) ? {} : { url: t('webhooks.urlMissing') }),
    ...(events.length === 0 ? { events: t('webhooks.eventsMissing') } : {}),
  });
  const send = async () => {
    const { secret } = await addWebhook({
      name: name.trim(),
      url: url.trim(),
      events: events as WebhookEvent[],
      ...(organisation === '' ? {} : { organisation }),
    });
    onMade(secret);
    await everythingChanged();
    return {};
  };
  return (
    <form ref={form} onSubmit={submit(missing, send)} noValidate>
      <Stack>
        <Wrong text={wrong.form} />
        <TextInput
          label={t('webhooks.name')}
          description={t('webhooks.nameHelp')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={wrong.name}
          aria-invalid={wrong.name !== undefined}
          maxLength={100}
          required
          data-autofocus
        />
        <TextInput
          type="url"
          label={t('webhooks.url')}
          description={t('webhooks.urlHelp')}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          error={wrong.url}
          aria-invalid={wrong.url !== undefined}
          required
        />
        <Checkbox.Group label={t('webhooks.events')} value={events} onChange={setEvents} error={wrong.events}>
          <Stack gap="xs" mt="xs">
            {WEBHOOK_EVENTS.map((event) => (
              <Checkbox key={event} value={event} label={eventName(t, event)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NativeSelect
          label={t('webhooks.organisation')}
          value={organisation}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={[
            ...(mayAll ? [{ value: '', label: t('manage.cluster') }] : []),
            ...organisations.map(({ slug, names }) => ({ value: slug, label: nameIn(names) })),
          ]}
        />
        <Button type="submit" loading={busy}>
          {t('webhooks.add')}
        </Button>
      </Stack>
    </form>
  );
}
