import { Button, Stack, Text, TextInput } from '@mantine/core';
import { use, useState } from 'react';
import { changeName, whoAmI } from '../api/auth.ts';
import { SessionContext } from '../app/session-context.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Empty } from '../parts/Empty.tsx';
import { useToasts } from '../parts/toasts.tsx';
import { useEntry } from '../signin/use-entry.ts';
import { MailPreferences } from './MailPreferences.tsx';
import { ManageHead } from './ManageHead.tsx';
import { PasswordChange } from './PasswordChange.tsx';
import { Sessions } from './Sessions.tsx';
import { TwoFactor } from './TwoFactor.tsx';
import { Wrong } from './Wrong.tsx';

/** What a person says of themselves, and how they get in. */
export default function ProfilePage() {
  const { t } = useWords();
  const { me } = use(SessionContext);
  return (
    <>
      <ManageHead page="profile" lead={t('profile.lead')} />
      {me?.id ? (
        <Stack gap="lg" maw="44rem">
          <About name={me.name ?? ''} email={me.email ?? ''} />
          <MailPreferences me={me} />
          <PasswordChange />
          <TwoFactor on={me.twoFactor} />
          <Sessions />
          <Section title={t('profile.data')}>
            <Text size="sm" mb="sm">
              {t('profile.dataHelp')}
            </Text>
            <Button component="a" href="/api/v1/me/data" download variant="default">
              {t('profile.data')}
            </Button>
          </Section>
        </Stack>
      ) : (
        <section className="card" aria-label={t('manage.to.profile')}>
          <Empty title={t('profile.keyTitle')}>{t('profile.keyLead')}</Empty>
        </section>
      )}
    </>
  );
}

function About({ name, email }: { name: string; email: string }) {
  const { t } = useWords();
  const { renew } = use(SessionContext);
  const toasts = useToasts();
  const { form, wrong, busy, submit } = useEntry();
  const [typed, setTyped] = useState(name);
  const save = async () => {
    await changeName(typed.trim());
    const me = await whoAmI();
    if (me) renew(me);
    toasts.done(t('profile.saved'));
    return {};
  };
  return (
    <Section title={t('profile.you')}>
      <form
        ref={form}
        onSubmit={submit(() => (typed.trim() === '' ? { name: t('profile.nameMissing') } : {}), save)}
        noValidate
      >
        <Stack>
          <Wrong text={wrong.form} />
          <TextInput
            label={t('profile.name')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={wrong.name}
            maxLength={200}
            autoComplete="name"
            required
          />
          <TextInput
            label={t('profile.email')}
            description={t('profile.emailHelp')}
            value={email}
            autoComplete="email"
            readOnly
          />
          <Button type="submit" loading={busy} style={{ alignSelf: 'start' }}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
