import { Tabs } from '@mantine/core';
import { useCluster } from '../api/cluster.ts';
import type { Channel, Funding } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import { type Draft, writtenLanguages } from './draft.ts';
import { TextFields } from './TextFields.tsx';
import type { Change } from './use-draft.ts';

interface Props {
  readonly draft: Draft;
  readonly change: Change;
  readonly channels: readonly Channel[];
  readonly language: string;
  readonly onLanguage: (language: string) => void;
  readonly funding: Funding | null;
}

/** The words, one tab a language; a mark shows which are written. */
export function TextsSection({ draft, change, channels, language, onLanguage, funding }: Props) {
  const { t } = useWords();
  const { languages } = useCluster();
  const written = writtenLanguages(draft, languages);
  const tabs = [...new Set([...languages, ...written])];
  return (
    <Section title={t('composer.textsTitle')}>
      <Tabs value={language} onChange={(value) => value && onLanguage(value)} keepMounted={false}>
        <Tabs.List mb="md">
          {tabs.map((each) => (
            <Tabs.Tab
              key={each}
              value={each}
              rightSection={written.includes(each) ? <Icon name="published" size={14} /> : null}
            >
              {t(`language.${each}`, { defaultValue: each })}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((each) => (
          <Tabs.Panel key={each} value={each}>
            <TextFields draft={draft} change={change} channels={channels} language={each} funding={funding} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  );
}
