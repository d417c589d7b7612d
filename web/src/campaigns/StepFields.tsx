import { Button, Checkbox, Fieldset, Group, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { STEP_TEXTS, type StepText } from '#posts/campaign';
import type { CampaignTemplate } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { stepLabel } from '../parts/step-label.ts';

type Step = CampaignTemplate['steps'][number];

interface Props {
  readonly no: number;
  readonly step: Step;
  readonly languages: readonly string[];
  readonly onChange: (step: Step) => void;
  /** Null: the last one stays. */
  readonly onRemove: (() => void) | null;
}

/** One step: how far from the event's start, what it says, and until when it is worth saying. */
export function StepFields({ no, step, languages, onChange, onRemove }: Props) {
  const { t } = useWords();
  const unit = step.days === undefined ? 'hours' : 'days';
  const distance = step[unit] ?? 0;
  const { days: _days, hours: _hours, ...rest } = step;
  const { headings, worthUntil } = step;
  const withoutText = ({ text: _text, ...others }: Step): Step => others;
  const withoutEnd = ({ worthUntil: _end, ...others }: Step): Step => others;
  const setHeading = (language: string, words: string) => {
    const all = Object.fromEntries(
      Object.entries({ ...headings, [language]: words }).filter(([, said]) => said !== ''),
    );
    const { headings: _headings, ...others } = step;
    onChange(Object.keys(all).length > 0 ? { ...others, headings: all } : others);
  };
  return (
    <Fieldset legend={t('campaigns.step', { no, name: stepLabel(t, step.key) })}>
      <Group align="flex-end">
        <NumberInput
          label={t('campaigns.distance')}
          description={t('campaigns.distanceHelp')}
          value={distance}
          min={unit === 'days' ? -365 : -72}
          max={unit === 'days' ? 365 : 72}
          onChange={(value) => onChange({ ...rest, [unit]: Number(value) || 0 })}
        />
        <NativeSelect
          label={t('campaigns.unit')}
          value={unit}
          onChange={(event) => onChange({ ...rest, [event.currentTarget.value]: distance })}
          data={(['days', 'hours'] as const).map((value) => ({
            value,
            label: t(value === 'days' ? 'campaigns.days' : 'campaigns.hoursUnit'),
          }))}
        />
        <NativeSelect
          label={t('campaigns.text')}
          value={step.text ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            onChange(value === '' ? withoutText(step) : { ...step, text: value as StepText });
          }}
          data={[
            { value: '', label: t('campaigns.textByDistance') },
            ...STEP_TEXTS.map((value) => ({ value, label: t(`campaigns.texts.${value}`) })),
          ]}
        />
        <NumberInput
          label={t('campaigns.worthUntil')}
          description={t('campaigns.worthUntilHelp')}
          value={worthUntil?.days ?? ''}
          onChange={(value) =>
            onChange(value === '' ? withoutEnd(step) : { ...step, worthUntil: { ...worthUntil, days: Number(value) } })
          }
        />
      </Group>
      <Group mt="sm" grow>
        {languages.map((language) => (
          <TextInput
            key={language}
            label={`${t('campaigns.heading')} (${t(`language.${language}`, { defaultValue: language })})`}
            value={headings?.[language] ?? ''}
            maxLength={60}
            onChange={(event) => setHeading(language, event.currentTarget.value)}
          />
        ))}
      </Group>
      <Group mt="sm" justify="space-between">
        <Checkbox
          label={t('campaigns.anyHour')}
          checked={step.anyHour ?? false}
          onChange={(event) => onChange({ ...step, anyHour: event.currentTarget.checked })}
        />
        {onRemove ? (
          <Button variant="subtle" size="compact-sm" onClick={onRemove}>
            {t('campaigns.removeStep', { no })}
          </Button>
        ) : null}
      </Group>
    </Fieldset>
  );
}
