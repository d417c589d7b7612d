import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setPassword } from '../api/auth.ts';
import { Note } from '../parts/Note.tsx';
import { Outside } from './Outside.tsx';
import { useEntry } from './use-entry.ts';

const SHORTEST = 8;

/** Where an invitation, or a link for a forgotten password, leads: `/app/set-password?token=…`. */
export default function SetPassword({ token }: { token: string }) {
  const { t } = useTranslation();
  const { form, wrong, busy, submit, waitWords } = useEntry();
  const [password, setTyped] = useState('');
  const [done, setDone] = useState(false);

  const missing = () => (password.length < SHORTEST ? { password: t('signin.newPasswordShort') } : {});
  const send = async () => {
    const entry = await setPassword(token, password);
    const wait = waitWords(entry);
    if (wait) return { form: wait };
    if (entry.is !== 'in') return { form: t('signin.linkOver') };
    setDone(true);
    return {};
  };

  return (
    <Outside title={t('signin.setTitle')}>
      {done ? (
        <>
          <Text role="status">{t('signin.setDone')}</Text>
          <Button component="a" href="/app/" fullWidth>
            {t('signin.toSignIn')}
          </Button>
        </>
      ) : (
        <form ref={form} onSubmit={submit(missing, send)} noValidate>
          <Stack>
            {wrong.form ? (
              <Note tone="bad" role="alert">
                {wrong.form}
              </Note>
            ) : null}
            <PasswordInput
              label={t('signin.newPassword')}
              description={t('signin.newPasswordHelp')}
              value={password}
              onChange={(event) => setTyped(event.currentTarget.value)}
              error={wrong.password}
              aria-invalid={wrong.password !== undefined}
              autoComplete="new-password"
              required
              visibilityToggleButtonProps={{ 'aria-label': t('signin.show'), tabIndex: 0 }}
            />
            <Button type="submit" loading={busy} fullWidth>
              {t('signin.set')}
            </Button>
          </Stack>
        </form>
      )}
    </Outside>
  );
}
