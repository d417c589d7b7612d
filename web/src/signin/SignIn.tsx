import { Button, Divider, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Me } from '../api/auth.ts';
import { Note } from '../parts/Note.tsx';
import { CodeForm } from './CodeForm.tsx';
import { KeyForm } from './KeyForm.tsx';
import { Outside } from './Outside.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { SingleSignOn } from './SingleSignOn.tsx';

/**
 * By e-mail and password, or with an API key.
 * @param refused why somebody who was signed in is here: what they had is taken no more; null for everybody else
 */
export function SignIn({ refused, onIn }: { refused: 'key' | 'session' | null; onIn: (me: Me) => void }) {
  const { t } = useTranslation();
  const [by, setBy] = useState<'password' | 'code' | 'key'>(refused === 'key' ? 'key' : 'password');
  const other = by === 'key' ? 'password' : 'key';
  return (
    <Outside title={t('signin.title')}>
      {by === 'code' ? (
        <CodeForm onIn={onIn} onAgain={() => setBy('password')} />
      ) : (
        <>
          <Text c="dimmed">{t('signin.lead')}</Text>
          {refused ? <Note tone="warn">{t('signin.refused')}</Note> : null}
          {by === 'password' ? <PasswordForm onIn={onIn} onCode={() => setBy('code')} /> : <KeyForm onIn={onIn} />}
          <Divider />
          <SingleSignOn />
          <Button variant="default" onClick={() => setBy(other)} fullWidth>
            {other === 'key' ? t('signin.byKey') : t('signin.byPassword')}
          </Button>
        </>
      )}
    </Outside>
  );
}
