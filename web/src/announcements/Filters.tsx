import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import type { Named, Organisation } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';

interface Props {
  readonly filter: Readonly<Record<string, string>>;
  readonly themes: readonly Named[];
  readonly organisations: readonly Organisation[];
  readonly onChange: (name: string, value: string) => void;
}

export function Filters({ filter, themes, organisations, onChange }: Props) {
  const { t, nameIn } = useWords();
  const choice = (name: string, options: { value: string; label: string }[]) => (
    <NativeSelect
      label={t(`filter.${name}`)}
      value={filter[name] ?? ''}
      onChange={(event) => onChange(name, event.currentTarget.value)}
      data={[{ value: '', label: t('filter.all') }, ...options]}
    />
  );
  const named = (things: readonly Named[]) => things.map(({ slug, names }) => ({ value: slug, label: nameIn(names) }));
  return (
    <search>
      <SimpleGrid cols={{ base: 2, md: 5 }} mb="sm" spacing="sm">
        <TextInput
          type="search"
          label={t('filter.q')}
          leftSection={<Icon name="search" />}
          value={filter.q ?? ''}
          onChange={(event) => onChange('q', event.currentTarget.value)}
        />
        {choice(
          'kind',
          ['announcement', 'event'].map((value) => ({ value, label: t(`kind.${value}`) })),
        )}
        {choice(
          'state',
          ['draft', 'awaitingApproval', 'open', 'cancelled'].map((value) => ({
            value,
            label: t(`announcementState.${value}`),
          })),
        )}
        {choice('theme', named(themes))}
        {choice('organisation', named(organisations))}
      </SimpleGrid>
    </search>
  );
}
