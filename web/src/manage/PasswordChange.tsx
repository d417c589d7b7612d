import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { changePassword } from '../api/auth.ts';
import { everythingChanged } from '../api/query.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { useToasts } from '../parts/toasts.tsx';
import { useEntry } from '../signin/use-entry.ts';
import { useOwnProblem } from './own-problem.ts';
import { Secret } from './Secret.tsx';
import { Wrong } from './Wrong.tsx';

const SHORTEST = 8;

export function PasswordChange() {
  const { t } = useWords();
  const toasts = useToasts();
  const told = useOwnProblem();
  const { form, wrong, busy, submit, waitWords } = useEntry();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const missing = () => ({
    ...(current === '' ? { current: t('profile.currentMissing') } : {}),
    ...(next.length < SHORTEST ? { next: t('signin.newPasswordShort') } : {}),
  });
  const send = async () => {
    const entry = await changePassword(current, next).catch(told);
    if (typeof entry === 'string') return { form: entry };
    const wait = waitWords(entry);
    if (wait) return { form: wait };
    if (entry.is !== 'in') return { current: t('profile.currentWrong') };
    setCurrent('');
    setNext('');
    toasts.done(t('profile.passwordChanged'));
    await everythingChanged();
    return {};
  };
  return (
    <Section title={t('profile.password')}>
      <form ref={form} onSubmit={submit(missing, send)} noValidate>
        <Stack>
          <Text c="dimmed">{t('profile.changeWill')}</Text>
          <Wrong text={wrong.form} />
          <Secret
            label={t('profile.current')}
            value={current}
            onChange={setCurrent}
            error={wrong.current}
            autoComplete="current-password"
          />
          <Secret
            label={t('signin.newPassword')}
            description={t('signin.newPasswordHelp')}
            value={next}
            onChange={setNext}
            error={wrong.next}
            autoComplete="new-password"
          />
          <Button type="submit" loading={busy} style={{ alignSelf: 'start' }}>
            {t('profile.change')}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
