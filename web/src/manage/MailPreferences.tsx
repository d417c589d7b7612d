import { NativeSelect, Stack, Switch, Text } from '@mantine/core';
import { use } from 'react';
import { changeMailPreferences, type Me } from '../api/auth.ts';
import { SessionContext } from '../app/session-context.ts';
import { Section } from '../home/Section.tsx';
import { UI_LANGUAGES } from '../i18n/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { useAct } from '../parts/use-act.ts';

const SWITCHES = ['noticesByMail', 'weeklyByMail'] as const;

/** What comes by mail, and in which language. Each change is kept at once. */
export function MailPreferences({ me }: { me: Me }) {
  const { t } = useWords();
  const { renew } = use(SessionContext);
  const { act, busy } = useAct();
  const change = (changes: Parameters<typeof changeMailPreferences>[0]) =>
    act(async () => renew(await changeMailPreferences(changes)), t('profile.saved'));
  return (
    <Section title={t('profile.mail')}>
      <Stack>
        {SWITCHES.map((name) => (
          <Switch
            key={name}
            label={t(`profile.${name}`)}
            description={t(`profile.${name}Help`)}
            checked={me[name] ?? false}
            disabled={busy}
            onChange={(event) => void change({ [name]: event.currentTarget.checked })}
          />
        ))}
        <NativeSelect
          label={t('profile.mailLanguage')}
          value={me.language ?? 'fi'}
          disabled={busy}
          data={UI_LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
          onChange={(event) => void change({ language: event.currentTarget.value as (typeof UI_LANGUAGES)[number] })}
        />
        <Text size="sm" c="dimmed">
          {t('profile.notices')}
        </Text>
      </Stack>
    </Section>
  );
}
