import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Me, signInByCode, whoAmI } from '../api/auth.ts';
import { Note } from '../parts/Note.tsx';
import { useEntry } from './use-entry.ts';

/** The second factor. @param onAgain back to the password */
export function CodeForm({ onIn, onAgain }: { onIn: (me: Me) => void; onAgain: () => void }) {
  const { t } = useTranslation();
  const { form, wrong, busy, submit, waitWords } = useEntry();
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const given = code.replace(/\s/g, '');
  const send = async () => {
    const entry = await signInByCode(given);
    const wait = waitWords(entry);
    if (wait) return { form: wait };
    if (entry.is === 'expired') return { form: t('signin.codeExpired') };
    if (entry.is !== 'in') return { code: t('signin.codeWrong') };
    const me = await whoAmI();
    if (!me) return { form: t('signin.notLetIn') };
    onIn(me);
    return {};
  };

  return (
    <form ref={form} onSubmit={submit(() => (given === '' ? { code: t('signin.codeMissing') } : {}), send)} noValidate>
      <Stack>
        <Text c="dimmed">{t('signin.codeLead')}</Text>
        {wrong.form ? (
          <Note tone="bad" role="alert">
            {wrong.form}
          </Note>
        ) : null}
        <TextInput
          ref={field}
          label={t('signin.code')}
          description={t('signin.codeHelp')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={wrong.code}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <Button type="submit" loading={busy} fullWidth>
          {t('signin.confirm')}
        </Button>
        <Button variant="subtle" onClick={onAgain} fullWidth>
          {t('signin.again')}
        </Button>
      </Stack>
    </form>
  );
}
