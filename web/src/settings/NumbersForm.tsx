import { Button, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { changeNumberSettings, type NumberSettings } from '../api/cluster.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { useAct } from '../parts/use-act.ts';

const SHORTEST_DAYS = 30;
const LONGEST_DAYS = 3660;

/** How links are counted and marked, and how long single readings are kept. */
export function NumbersForm({ settings }: { settings: NumberSettings }) {
  const { t } = useWords();
  const { act, busy } = useAct();
  const [trackLinks, setTrackLinks] = useState(settings.trackLinks);
  const [parameters, setParameters] = useState(settings.linkParameters ?? '');
  const [days, setDays] = useState<number | string>(settings.samplesKeptDays ?? '');
  const save = () =>
    changeNumberSettings(settings.revision, {
      trackLinks,
      linkParameters: parameters.trim() || null,
      samplesKeptDays: days === '' ? null : Number(days),
    });
  return (
    <Section title={t('settings.numbers')}>
      <Stack>
        <Switch
          label={t('settings.trackLinks')}
          description={t('settings.trackLinksHelp')}
          checked={trackLinks}
          onChange={(event) => setTrackLinks(event.currentTarget.checked)}
        />
        <TextInput
          label={t('settings.linkParameters')}
          description={t('settings.linkParametersHelp')}
          value={parameters}
          maxLength={500}
          onChange={(event) => setParameters(event.currentTarget.value)}
        />
        <NumberInput
          label={t('settings.samplesKeptDays')}
          description={t('settings.samplesKeptDaysHelp')}
          value={days}
          min={SHORTEST_DAYS}
          max={LONGEST_DAYS}
          allowDecimal={false}
          onChange={setDays}
        />
        <div>
          <Button loading={busy} onClick={() => void act(save, t('settings.saved'))}>
            {t('common.save')}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}
