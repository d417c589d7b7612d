import { Button, Checkbox, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Me, signInByPassword, whoAmI } from '../api/auth.ts';
import { forgetKey } from '../api/session.ts';
import { Note } from '../parts/Note.tsx';
import { useEntry } from './use-entry.ts';

/** @param onCode the password was right and the server asks for a second factor */
export function PasswordForm({ onIn, onCode }: { onIn: (me: Me) => void; onCode: () => void }) {
  const { t } = useTranslation();
  const { form, wrong, busy, submit, waitWords } = useEntry();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [keep, setKeep] = useState(false);

  const missing = () => ({
    ...(email.trim() === '' ? { email: t('signin.emailMissing') } : {}),
    ...(password === '' ? { password: t('signin.passwordMissing') } : {}),
  });
  const send = async () => {
    // A key would be asked before the session.
    forgetKey();
    const entry = await signInByPassword(email.trim(), password, keep);
    const wait = waitWords(entry);
    if (wait) return { form: wait };
    if (entry.is === 'code-asked') onCode();
    else if (entry.is !== 'in') return { password: t('signin.wrong') };
    else {
      const me = await whoAmI();
      if (!me) return { form: t('signin.notLetIn') };
      onIn(me);
    }
    return {};
  };

  return (
    <form ref={form} onSubmit={submit(missing, send)} noValidate>
      <Stack>
        {wrong.form ? (
          <Note tone="bad" role="alert">
            {wrong.form}
          </Note>
        ) : null}
        <TextInput
          type="email"
          label={t('signin.email')}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={wrong.email}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <PasswordInput
          label={t('signin.password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={wrong.password}
          aria-invalid={wrong.password !== undefined}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t('signin.show'), tabIndex: 0 }}
        />
        <Checkbox
          label={t('signin.keep')}
          description={t('signin.keepSession')}
          checked={keep}
          onChange={(event) => setKeep(event.currentTarget.checked)}
        />
        <Button type="submit" loading={busy} fullWidth>
          {t('signin.enter')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('signin.firstTime')}
        </Text>
      </Stack>
    </form>
  );
}
