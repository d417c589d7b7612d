import { NativeSelect, SimpleGrid } from '@mantine/core';
import { useOrganisations, useThemes } from '../api/named.ts';
import type { Channel } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { channelLabel } from '../parts/channel-label.ts';
import { STATE_GROUPS } from './state-groups.ts';

export const NO_FILTER = { channel: '', state: '', theme: '', organisation: '' };

interface Props {
  readonly filter: Readonly<Record<string, string>>;
  readonly channels: readonly Channel[];
  readonly onChange: (name: string, value: string) => void;
}

export function CalendarFilters({ filter, channels, onChange }: Props) {
  const { t, nameIn } = useWords();
  const themes = useThemes();
  const organisations = useOrganisations();
  const options: Record<string, { value: string; label: string }[]> = {
    channel: channels.map((channel) => ({ value: channel.slug, label: channelLabel(t, channel, channels) })),
    state: Object.keys(STATE_GROUPS).map((value) => ({ value, label: t(`calendar.states.${value}`) })),
    theme: themes.map(({ slug, names }) => ({ value: slug, label: nameIn(names) })),
    organisation: organisations.map(({ slug, names }) => ({ value: slug, label: nameIn(names) })),
  };
  return (
    <search>
      <SimpleGrid cols={{ base: 2, md: 4 }} mb="md" spacing="sm">
        {Object.keys(NO_FILTER).map((name) => (
          <NativeSelect
            key={name}
            label={t(`filter.${name}`)}
            value={filter[name] ?? ''}
            onChange={(event) => onChange(name, event.currentTarget.value)}
            data={[{ value: '', label: t('filter.all') }, ...(options[name] ?? [])]}
          />
        ))}
      </SimpleGrid>
    </search>
  );
}
