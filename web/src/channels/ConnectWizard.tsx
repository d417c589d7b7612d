import { Button, Code, Group, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { callbackOf, type Platform, startConnect } from '../api/channels.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Mark } from '../parts/ChannelMark.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';

const PLATFORMS = ['facebook', 'linkedin'] as const satisfies Platform[];
const STEPS = ['login', 'pages', 'permissions', 'back'] as const;

/** Leads to a platform's consent page, and tells beforehand what to press there. */
export function ConnectWizard() {
  const { t } = useWords();
  const [leaving, setLeaving] = useState<Platform | null>(null);
  const [error, setError] = useState<unknown>(null);
  const go = async (kind: Platform) => {
    setLeaving(kind);
    setError(null);
    try {
      location.assign((await startConnect(kind)).url);
    } catch (refused) {
      setError(refused);
      setLeaving(null);
    }
  };
  return (
    <Section title={t('wizard.title')}>
      <Stack gap="sm">
        <Text c="dimmed">{t('wizard.lead')}</Text>
        {error ? <ProblemNote error={error} /> : null}
        <Group>
          {PLATFORMS.map((kind) => (
            <Button
              key={kind}
              variant="default"
              leftSection={<Mark kind={kind} />}
              loading={leaving === kind}
              onClick={() => void go(kind)}
            >
              {t(`wizard.start.${kind}`)}
            </Button>
          ))}
        </Group>
        {PLATFORMS.map((kind) => (
          <details key={kind}>
            <summary>{t(`wizard.help.${kind}`)}</summary>
            <List type="ordered" size="sm" mt="xs" spacing={4}>
              {STEPS.map((step) => (
                <List.Item key={step}>{t(`wizard.steps.${kind}.${step}`)}</List.Item>
              ))}
            </List>
            <Text size="sm" c="dimmed" mt="xs">
              {t(`wizard.app.${kind}`)}
            </Text>
            <Code>{callbackOf(kind)}</Code>
          </details>
        ))}
      </Stack>
    </Section>
  );
}
