import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { confirmSecondFactor, type SecondFactor } from '../api/auth.ts';
import { useWords } from '../i18n/use-words.ts';
import { useEntry } from '../signin/use-entry.ts';
import classes from './manage.module.css';
import { useOwnProblem } from './own-problem.ts';
import { Wrong } from './Wrong.tsx';

interface Props {
  readonly setup: SecondFactor;
  readonly onOn: () => Promise<void>;
  readonly onGiveUp: () => void;
}

/** What goes into the phone, what is kept on paper, and the first code, which turns it on. */
export function TwoFactorSetup({ setup, onOn, onGiveUp }: Props) {
  const { t } = useWords();
  const told = useOwnProblem();
  const { form, wrong, busy, submit, waitWords } = useEntry();
  const [code, setCode] = useState('');
  const secret = useRef<HTMLInputElement>(null);
  useEffect(() => secret.current?.focus(), []);
  const given = code.replace(/\s/g, '');
  const confirm = async () => {
    const entry = await confirmSecondFactor(given).catch(told);
    if (typeof entry === 'string') return { form: entry };
    const wait = waitWords(entry);
    if (wait) return { form: wait };
    if (entry.is !== 'in') return { code: t('signin.codeWrong') };
    await onOn();
    return {};
  };
  return (
    <form
      ref={form}
      onSubmit={submit(() => (given === '' ? { code: t('signin.codeMissing') } : {}), confirm)}
      noValidate
    >
      <Stack>
        <Wrong text={wrong.form} />
        <Text>{t('profile.twoSecretLead')}</Text>
        <TextInput
          ref={secret}
          label={t('profile.twoSecret')}
          value={new URL(setup.totpURI).searchParams.get('secret') ?? ''}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
        />
        <Anchor href={setup.totpURI}>{t('profile.twoOpen')}</Anchor>
        <Text>{t('profile.twoCodesLead')}</Text>
        <ul className={classes.codes} aria-label={t('profile.twoCodes')}>
          {setup.backupCodes.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
        <Text>{t('profile.twoCodeLead')}</Text>
        <TextInput
          label={t('profile.twoCode')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={wrong.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
        />
        <Group gap="sm">
          <Button type="submit" loading={busy}>
            {t('profile.twoConfirm')}
          </Button>
          <Button variant="default" onClick={onGiveUp}>
            {t('profile.twoGiveUp')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
