import { Checkbox, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useCampaignTemplates } from '../api/named.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { LocalTime } from '../parts/LocalTime.tsx';
import { type Draft, EVENT_TIMES, EVENT_WORDS, type EventField } from './draft.ts';
import { useField } from './field.ts';
import type { Change } from './use-draft.ts';

export function EventSection({ draft, change, editing }: { draft: Draft; change: Change; editing: boolean }) {
  const { t, nameIn } = useWords();
  const templates = useCampaignTemplates();
  const campaign = useField('/campaign');
  const set = (name: EventField) => (value: string) =>
    change((before) => ({ ...before, event: { ...before.event, [name]: value } }));
  return (
    <Section title={t('composer.eventTitle')}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {EVENT_TIMES.map((name) => (
            <EventTime key={name} name={name} value={draft.event[name]} onChange={set(name)} />
          ))}
        </SimpleGrid>
        {editing ? (
          <Checkbox
            label={t('composer.postponed')}
            description={t('composer.postponedHelp')}
            checked={draft.postponed}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              change((before) => ({ ...before, postponed: checked }));
            }}
          />
        ) : null}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {EVENT_WORDS.map((name) => (
            <EventWord key={name} name={name} value={draft.event[name]} onChange={set(name)} />
          ))}
          <NativeSelect
            {...campaign}
            label={t('field.campaign')}
            description={t('composer.campaignHelp')}
            value={draft.campaign}
            onChange={(event) => {
              const { value } = event.currentTarget;
              change((before) => ({ ...before, campaign: value }));
            }}
            data={[
              { value: '', label: t('composer.noCampaign') },
              ...templates.map(({ slug, names }) => ({ value: slug, label: nameIn(names) })),
            ]}
          />
        </SimpleGrid>
      </Stack>
    </Section>
  );
}

interface FieldProps {
  readonly name: EventField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function EventTime({ name, value, onChange }: FieldProps) {
  const { t } = useWords();
  const { id, error } = useField(`/event/${name}`);
  return (
    <LocalTime
      id={id}
      label={t(`field.${name}`)}
      value={value}
      onChange={onChange}
      error={error}
      required={name === 'startsAt'}
    />
  );
}

const TYPES: Partial<Record<EventField, string>> = { streamUrl: 'url', registrationUrl: 'url' };

function EventWord({ name, value, onChange }: FieldProps) {
  const { t } = useWords();
  const field = useField(`/event/${name}`);
  return (
    <TextInput
      {...field}
      label={t(`field.${name}`)}
      type={TYPES[name] ?? 'text'}
      inputMode={name === 'capacity' ? 'numeric' : undefined}
      placeholder={TYPES[name] ? 'https://' : undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
