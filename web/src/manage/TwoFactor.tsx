import { Button, Stack, Text } from '@mantine/core';
import { use, useState } from 'react';
import { beginSecondFactor, endSecondFactor, type SecondFactor, whoAmI } from '../api/auth.ts';
import { SessionContext } from '../app/session-context.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { useToasts } from '../parts/toasts.tsx';
import { useEntry } from '../signin/use-entry.ts';
import { useListFocus } from './focus.ts';
import { useOwnProblem } from './own-problem.ts';
import { Secret } from './Secret.tsx';
import { TwoFactorSetup } from './TwoFactorSetup.tsx';
import { Wrong } from './Wrong.tsx';

/** The second factor: on or off, each by the password. */
export function TwoFactor({ on }: { on: boolean }) {
  const { t } = useWords();
  const { renew } = use(SessionContext);
  const toasts = useToasts();
  const told = useOwnProblem();
  const { form, wrong, busy, submit, waitWords } = useEntry();
  const [password, setPassword] = useState('');
  const [setup, setSetup] = useState<SecondFactor | null>(null);

  const { list, keep } = useListFocus();

  const settled = async (said: string) => {
    setSetup(null);
    const me = await whoAmI();
    if (me) renew(me);
    toasts.done(said);
    keep();
  };
  const begin = async () => {
    const begun = await beginSecondFactor(password).catch(told);
    if (typeof begun === 'string') return { form: begun };
    setPassword('');
    setSetup(begun);
    return {};
  };
  const end = async () => {
    const entry = await endSecondFactor(password).catch(told);
    if (typeof entry === 'string') return { form: entry };
    const wait = waitWords(entry);
    if (wait) return { form: wait };
    if (entry.is !== 'in') return { password: t('profile.currentWrong') };
    setPassword('');
    await settled(t('profile.twoNowOff'));
    return {};
  };
  const missing = () => (password === '' ? { password: t('profile.currentMissing') } : {});

  return (
    <Section title={t('profile.two')}>
      <div ref={list} tabIndex={-1}>
        {setup ? (
          <TwoFactorSetup
            setup={setup}
            onOn={() => settled(t('profile.twoNowOn'))}
            onGiveUp={() => {
              setSetup(null);
              keep();
            }}
          />
        ) : (
          <form ref={form} onSubmit={submit(missing, on ? end : begin)} noValidate>
            <Stack>
              <Text c="dimmed">{on ? t('profile.twoOn') : t('profile.twoOff')}</Text>
              <Wrong text={wrong.form} />
              <Secret
                label={t('profile.current')}
                value={password}
                onChange={setPassword}
                error={wrong.password}
                autoComplete="current-password"
              />
              <Button type="submit" variant={on ? 'default' : 'filled'} loading={busy} style={{ alignSelf: 'start' }}>
                {on ? t('profile.twoStop') : t('profile.twoStart')}
              </Button>
            </Stack>
          </form>
        )}
      </div>
    </Section>
  );
}
