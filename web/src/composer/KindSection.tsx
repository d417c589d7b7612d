import { Input, NativeSelect, SegmentedControl, SimpleGrid } from '@mantine/core';
import { useEffect } from 'react';
import { useOrganisations } from '../api/named.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import type { Draft } from './draft.ts';
import { useField } from './field.ts';
import type { Change } from './use-draft.ts';

export function KindSection({ draft, change, editing }: { draft: Draft; change: Change; editing: boolean }) {
  const { t, nameIn } = useWords();
  const organisations = useOrganisations();
  const organisation = useField('/organisation');
  const only = organisations[0]?.slug;
  // One of them always has to be chosen, so the first stands until another is.
  useEffect(() => {
    if (draft.organisation === '' && only) change((before) => ({ ...before, organisation: only }));
  }, [draft.organisation, only, change]);
  return (
    <Section title={t('composer.kindTitle')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Input.Wrapper label={t('composer.kind')} labelElement="div">
          <SegmentedControl
            fullWidth
            aria-label={t('composer.kind')}
            value={draft.kind}
            disabled={editing}
            onChange={(kind) => change((before) => ({ ...before, kind: kind as Draft['kind'] }))}
            data={(['announcement', 'event'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
          />
        </Input.Wrapper>
        <NativeSelect
          {...organisation}
          label={t('field.organisation')}
          value={draft.organisation}
          onChange={(event) => {
            const { value } = event.currentTarget;
            change((before) => ({ ...before, organisation: value }));
          }}
          data={organisations.map(({ slug, names }) => ({ value: slug, label: nameIn(names) }))}
        />
      </SimpleGrid>
    </Section>
  );
}
