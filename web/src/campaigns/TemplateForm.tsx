import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCluster } from '../api/cluster.ts';
import { addCampaignTemplate, changeCampaignTemplate } from '../api/named.ts';
import type { CampaignTemplate } from '../api/wire.ts';
import { slugOf } from '../channels/slug-of.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { useAct } from '../parts/use-act.ts';
import { StepFields } from './StepFields.tsx';

type Step = CampaignTemplate['steps'][number];

interface Props {
  /** Null: a new one. */
  readonly template: CampaignTemplate | null;
  readonly onDone: () => void;
}

/** One template: its name in each language, and its steps relative to the event's start. */
export function TemplateForm({ template, onDone }: Props) {
  const { t, nameIn } = useWords();
  const { languages } = useCluster();
  const { act, busy } = useAct();
  const [names, setNames] = useState<Record<string, string>>(template?.names ?? {});
  // Each step has a name of its own for React, since its key is being written.
  const [steps, setSteps] = useState<{ id: number; step: Step }[]>(() =>
    (template?.steps ?? [{ key: 'week-before', days: -7 }]).map((step, id) => ({ id, step })),
  );
  const save = async () => {
    const named = Object.fromEntries(Object.entries(names).filter(([, name]) => name.trim() !== ''));
    const written = { names: named, steps: steps.map(({ step }) => step) };
    const work = () =>
      template
        ? changeCampaignTemplate({ ...template, ...written })
        : addCampaignTemplate({ slug: slugOf(Object.values(named)[0] ?? ''), ...written });
    if (await act(work, t('campaigns.saved'))) onDone();
  };
  const next = Math.max(0, ...steps.map(({ id }) => id)) + 1;
  return (
    <Section title={template ? nameIn(template.names) : t('campaigns.add')}>
      <Stack>
        <Group grow>
          {languages.map((language) => (
            <TextInput
              key={language}
              label={`${t('campaigns.name')} (${t(`language.${language}`, { defaultValue: language })})`}
              value={names[language] ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setNames((before) => ({ ...before, [language]: value }));
              }}
            />
          ))}
        </Group>
        {steps.map(({ id, step }, index) => (
          <StepFields
            key={id}
            no={index + 1}
            step={step}
            languages={languages}
            onChange={(changed) => setSteps(steps.map((each) => (each.id === id ? { id, step: changed } : each)))}
            onRemove={steps.length > 1 ? () => setSteps(steps.filter((each) => each.id !== id)) : null}
          />
        ))}
        <Group>
          <Button loading={busy} onClick={() => void save()}>
            {t('common.save')}
          </Button>
          <Button
            variant="default"
            onClick={() => setSteps([...steps, { id: next, step: { key: `step-${next}`, days: -3 } }])}
          >
            {t('campaigns.addStep')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
