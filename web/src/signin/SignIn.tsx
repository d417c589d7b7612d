import { Button, Checkbox, Code, Container, Group, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tryKey } from '../api/client.ts';
import { keepKey } from '../api/session.ts';
import { LanguageSwitch } from '../frame/LanguageSwitch.tsx';
import { Logo } from '../frame/Logo.tsx';
import { ThemeSwitch } from '../frame/ThemeSwitch.tsx';
import { Note } from '../parts/Note.tsx';

/** Sign-in by API key, until people and sessions exist. The key stays in this tab unless the person says otherwise. */
export function SignIn({ refused, onKey }: { refused: boolean; onKey: (key: string) => void }) {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const [keep, setKeep] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = `${t('signin.title')} – Kaiku`;
  }, [t]);

  const wrong = (why: string) => {
    setProblem(why);
    field.current?.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = key.trim();
    if (given === '') return wrong(t('signin.missing'));
    setBusy(true);
    try {
      if (await tryKey(given)) {
        keepKey(given, keep);
        onKey(given);
      } else wrong(t('signin.unknown'));
    } catch {
      wrong(t('problem.code.unreachable'));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Container size={460} px="md" py="xl" component="main">
      <Group justify="space-between" mb="xl">
        <Logo />
        <Group gap={4}>
          <LanguageSwitch />
          <ThemeSwitch />
        </Group>
      </Group>
      <form className="card" onSubmit={submit} noValidate>
        <Stack>
          <Title order={1}>{t('signin.title')}</Title>
          <Text c="dimmed">{t('signin.lead')}</Text>
          {refused ? <Note tone="warn">{t('signin.refused')}</Note> : null}
          <PasswordInput
            ref={field}
            label={t('signin.key')}
            description={t('signin.keyHelp')}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={problem}
            aria-invalid={problem !== null}
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
    </Container>
  );
}
