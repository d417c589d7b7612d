import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AuditFilter } from '../api/audit.ts';
import { useWords } from '../i18n/use-words.ts';
import { dateWords, readDate } from '../parts/local-time.ts';

const KINDS = ['post', 'announcement', 'channel', 'person', 'key', 'cluster', 'import', 'webhook', 'media'] as const;

interface Props {
  readonly filter: AuditFilter;
  /** Names by the actor, as the log writes it. */
  readonly names: ReadonlyMap<string, string>;
  readonly onChange: (name: keyof AuditFilter, value: string) => void;
}

export function AuditFilters({ filter, names, onChange }: Props) {
  const { t } = useWords();
  return (
    <section className="card" aria-label={t('audit.filters')}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
        <NativeSelect
          label={t('audit.action')}
          value={filter.action}
          onChange={(event) => onChange('action', event.currentTarget.value)}
          data={[
            { value: '', label: t('audit.any') },
            ...KINDS.map((value) => ({ value, label: t(`audit.kind.${value}`) })),
          ]}
        />
        <NativeSelect
          label={t('audit.actor')}
          value={filter.actor}
          onChange={(event) => onChange('actor', event.currentTarget.value)}
          data={[{ value: '', label: t('audit.anybody') }, ...[...names].map(([value, label]) => ({ value, label }))]}
        />
        <Day label={t('audit.from')} value={filter.from} onChange={(value) => onChange('from', value)} />
        <Day label={t('audit.to')} value={filter.to} onChange={(value) => onChange('to', value)} />
      </SimpleGrid>
    </section>
  );
}

/** A day as people type it here. What is no day yet filters nothing new. */
function Day({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(dateWords(value));
  const isBad = typed.trim() !== '' && readDate(typed) === null;
  return (
    <TextInput
      label={label}
      placeholder={t('time.datePlaceholder')}
      inputMode="numeric"
      autoComplete="off"
      value={typed}
      error={isBad ? t('time.badDate') : undefined}
      onChange={(event) => {
        const written = event.currentTarget.value;
        setTyped(written);
        const day = written.trim() === '' ? '' : readDate(written);
        if (day !== null) onChange(day);
      }}
    />
  );
}
