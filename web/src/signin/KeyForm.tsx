import { Button, Checkbox, Code, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Me, whoAmI } from '../api/auth.ts';
import { keepKey } from '../api/session.ts';
import { Note } from '../parts/Note.tsx';
import { useEntry } from './use-entry.ts';

/** The key stays in this tab unless the person says otherwise. */
export function KeyForm({ onIn }: { onIn: (me: Me) => void }) {
  const { t } = useTranslation();
  const { form, wrong, busy, submit } = useEntry();
  const [key, setKey] = useState('');
  const [keep, setKeep] = useState(false);

  const given = key.trim();
  const send = async () => {
    const me = await whoAmI(given);
    if (!me) return { key: t('signin.unknown') };
    keepKey(given, keep);
    onIn(me);
    return {};
  };

  return (
    <form ref={form} onSubmit={submit(() => (given === '' ? { key: t('signin.missing') } : {}), send)} noValidate>
      <Stack>
        {wrong.form ? (
          <Note tone="bad" role="alert">
            {wrong.form}
          </Note>
        ) : null}
        <PasswordInput
          label={t('signin.key')}
          description={t('signin.keyHelp')}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          error={wrong.key}
          aria-invalid={wrong.key !== undefined}
          autoComplete="off"
          required
          visibilityToggleButtonProps={{ 'aria-label': t('signin.show'), tabIndex: 0 }}
        />
        <Checkbox
          label={t('signin.keep')}
          description={t('signin.keepHelp')}
          checked={keep}
          onChange={(event) => setKeep(event.currentTarget.checked)}
        />
        <Button type="submit" loading={busy} fullWidth>
          {t('signin.enter')}
        </Button>
        <div>
          <Title order={2} size="h3" mb={4}>
            {t('signin.whereTitle')}
          </Title>
          <Text size="sm" c="dimmed" mb="xs">
            {t('signin.where')}
          </Text>
          <Code block>npm run --silent kaiku -- api-key</Code>
        </div>
      </Stack>
    </form>
  );
}
