import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { GATE_STEPS } from '#posts/gate';
import { type Cluster, changeCluster } from '../api/cluster.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { useAct } from '../parts/use-act.ts';

const CHECKS = ['missingLanguage', 'deadLink'] as const;

/** What is told, and what is refused, when something is submitted or approved. */
export function GateForm({ cluster: { gate, revision } }: { cluster: Cluster }) {
  const { t } = useWords();
  const { act, busy } = useAct();
  const [wanted, setWanted] = useState(gate);
  return (
    <Section title={t('settings.gate')}>
      <Stack>
        <Text size="sm">{t('settings.gateHelp')}</Text>
        {CHECKS.map((check) => (
          <Radio.Group
            key={check}
            label={t(`settings.${check}`)}
            value={wanted[check]}
            onChange={(step) => setWanted({ ...wanted, [check]: step as Cluster['gate'][typeof check] })}
          >
            <Group mt={6}>
              {GATE_STEPS.map((step) => (
                <Radio key={step} value={step} label={t(`settings.step.${step}`)} />
              ))}
            </Group>
          </Radio.Group>
        ))}
        <div>
          <Button
            loading={busy}
            onClick={() => void act(() => changeCluster(revision, { gate: wanted }), t('settings.saved'))}
          >
            {t('common.save')}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}
