import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import { use, useState } from 'react';
import { makeKey, SCOPES } from '../api/api-keys.ts';
import { useOrganisations } from '../api/named.ts';
import { everythingChanged } from '../api/query.ts';
import { SessionContext } from '../app/session-context.ts';
import { useWords } from '../i18n/use-words.ts';
import { useEntry } from '../signin/use-entry.ts';
import { Wrong } from './Wrong.tsx';

const DAYS = ['30', '90', '365', 'never'] as const;
const DAY_MS = 86_400_000;

/** Makes a key. @param onMade is told it, this once */
export function KeyForm({ onMade }: { onMade: (key: string) => void }) {
  const { t, nameIn } = useWords();
  const { me } = use(SessionContext);
  const { form, wrong, busy, submit } = useEntry();
  const mayAll = me?.clusterAdmin ?? false;
  const organisations = useOrganisations().filter(({ slug }) => mayAll || me?.roles[slug] === 'admin');
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [scopes, setScopes] = useState<string[]>(['read']);
  const [days, setDays] = useState<string>('365');
  const organisation = chosen ?? (mayAll ? '' : (organisations[0]?.slug ?? ''));

  const missing = () => ({
    ...(name.trim() === '' ? { name: t('keys.nameMissing') } : {}),
    ...(scopes.length === 0 ? { scopes: t('keys.scopesMissing') } : {}),
  });
  const send = async () => {
    const { key } = await makeKey({
      name: name.trim(),
      scopes,
      ...(organisation === '' ? {} : { organisation }),
      ...(days === 'never' ? {} : { expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }),
    });
    onMade(key);
    await everythingChanged();
    return {};
  };

  return (
    <form ref={form} onSubmit={submit(missing, send)} noValidate>
      <Stack>
        <Wrong text={wrong.form} />
        <TextInput
          label={t('keys.name')}
          description={t('keys.nameHelp')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={wrong.name}
          autoComplete="off"
          required
          data-autofocus
        />
        <NativeSelect
          label={t('keys.organisation')}
          value={organisation}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={[
            ...(mayAll ? [{ value: '', label: t('manage.cluster') }] : []),
            ...organisations.map(({ slug, names }) => ({ value: slug, label: nameIn(names) })),
          ]}
        />
        <Checkbox.Group label={t('keys.scopes')} value={scopes} onChange={setScopes} error={wrong.scopes}>
          <Stack gap="xs" mt="xs">
            {SCOPES.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={t(`keys.scope.${scope}`)}
                description={t(`keys.scopeHelp.${scope}`)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <NativeSelect
          label={t('keys.until')}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          data={DAYS.map((value) => ({ value, label: t(`keys.for.${value}`) }))}
        />
        <Button type="submit" loading={busy}>
          {t('keys.make')}
        </Button>
      </Stack>
    </form>
  );
}
