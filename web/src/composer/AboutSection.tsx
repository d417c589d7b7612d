import { Blockquote, Chip, Group, Input, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useFundings, useTargetGroups, useThemes } from '../api/named.ts';
import type { Named } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import type { Draft } from './draft.ts';
import { FundingNotes } from './FundingNotes.tsx';
import { useField } from './field.ts';
import { LinkCardNote } from './LinkCardNote.tsx';
import type { CardSeen } from './use-card.ts';
import type { Change } from './use-draft.ts';

/** Link, themes, target groups, funding. */
export function AboutSection({ draft, change, seen }: { draft: Draft; change: Change; seen: CardSeen }) {
  const { t, nameIn } = useWords();
  const themes = useThemes();
  const groups = useTargetGroups();
  const fundings = useFundings();
  const link = useField('/link');
  const fundingField = useField('/funding');
  const funding = fundings.find(({ slug }) => slug === draft.funding);
  return (
    <Section title={t('composer.aboutTitle')}>
      <Stack>
        <TextInput
          {...link}
          label={t('field.link')}
          description={t('composer.linkHelp')}
          type="url"
          placeholder="https://"
          value={draft.link}
          onChange={(event) => {
            const { value } = event.currentTarget;
            change((before) => ({ ...before, link: value }));
          }}
        />
        <LinkCardNote seen={seen} />
        <Chips
          label={t('field.themes')}
          things={themes}
          chosen={draft.themes}
          onChange={(value) => change((before) => ({ ...before, themes: value }))}
        />
        <Chips
          label={t('field.targetGroups')}
          things={groups}
          chosen={draft.targetGroups}
          onChange={(value) => change((before) => ({ ...before, targetGroups: value }))}
        />
        <NativeSelect
          {...fundingField}
          label={t('field.funding')}
          value={draft.funding}
          onChange={(event) => {
            const { value } = event.currentTarget;
            change((before) => ({ ...before, funding: value }));
          }}
          data={[
            { value: '', label: t('composer.noFunding') },
            ...fundings.map(({ slug, names }) => ({ value: slug, label: `${slug} · ${nameIn(names)}` })),
          ]}
        />
        {funding ? (
          <div>
            <Text size="sm">{t('composer.statement')}</Text>
            {Object.entries(funding.statements).map(([language, statement]) => (
              <Blockquote key={language} lang={language} p="xs" mt={6} color="spruce" fz="sm">
                {statement}
              </Blockquote>
            ))}
            <FundingNotes draft={draft} funding={funding} />
          </div>
        ) : (
          <Text size="sm" c="dimmed">
            {t('composer.noFundingWhy')}
          </Text>
        )}
      </Stack>
    </Section>
  );
}

interface ChipsProps {
  readonly label: string;
  readonly things: readonly Named[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

/** Some of many, each switched on and off. */
export function Chips({ label, things, chosen, onChange }: ChipsProps) {
  const { nameIn } = useWords();
  return (
    <Input.Wrapper label={label} labelElement="div">
      <Chip.Group multiple value={[...chosen]} onChange={onChange}>
        <Group gap="xs" mt={4} role="group" aria-label={label}>
          {things.map(({ slug, names }) => (
            <Chip key={slug} value={slug} size="sm" variant="outline">
              {nameIn(names)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}
