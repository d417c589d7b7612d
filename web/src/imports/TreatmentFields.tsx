import { Button, Checkbox, Fieldset, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useChannels } from '../api/channels.ts';
import { useCluster } from '../api/cluster.ts';
import { useCampaignTemplates, useFundings, useOrganisations, useTargetGroups, useThemes } from '../api/named.ts';
import { Chips } from '../composer/AboutSection.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ChannelMark } from '../parts/ChannelMark.tsx';
import { useProblemWords } from '../parts/problem-words.ts';
import classes from './imports.module.css';
import { problemAt, type TreatmentDraft, type WordDraft } from './treatment.ts';

interface Props {
  readonly draft: TreatmentDraft;
  readonly onChange: (change: Partial<TreatmentDraft>) => void;
  readonly error: unknown;
}

/** For whom, where, and about what: how what comes in becomes an announcement. */
export function TreatmentFields({ draft, onChange, error }: Props) {
  const { t, nameIn } = useWords();
  const words = useProblemWords();
  const { languages } = useCluster();
  const { channels } = useChannels();
  const organisations = useOrganisations();
  const themes = useThemes();
  const said = (field: string) => {
    const problem = problemAt(error, field);
    return problem ? words.one(problem) : undefined;
  };
  const choice = (field: 'organisation' | 'language' | 'funding' | 'campaign') => ({
    value: draft[field],
    error: said(field),
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [field]: event.currentTarget.value }),
  });
  const none = (label: string) => ({ value: '', label });
  const named = (things: readonly { slug: string; names: Record<string, string> }[]) =>
    things.map(({ slug, names }) => ({ value: slug, label: nameIn(names) }));
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NativeSelect
          {...choice('organisation')}
          label={t('field.organisation')}
          required
          data={[none(t('imports.form.choose')), ...named(organisations)]}
        />
        <NativeSelect
          {...choice('language')}
          label={t('imports.form.language')}
          description={t('imports.form.languageHelp')}
          data={languages.map((value) => ({ value, label: t(`language.${value}`, { defaultValue: value }) }))}
        />
        <NativeSelect
          {...choice('campaign')}
          label={t('imports.form.campaign')}
          data={[none(t('imports.form.noCampaign')), ...named(useCampaignTemplates())]}
        />
        <NativeSelect
          {...choice('funding')}
          label={t('field.funding')}
          data={[
            none(t('imports.noFunding')),
            ...useFundings().map(({ slug, names }) => ({ value: slug, label: `${slug} · ${nameIn(names)}` })),
          ]}
        />
      </SimpleGrid>
      <Checkbox.Group
        label={t('field.channels')}
        required
        error={said('channels')}
        value={[...draft.channels]}
        onChange={(chosen) => onChange({ channels: chosen })}
      >
        <Stack gap="xs" mt={6}>
          {channels.map((channel) => (
            <Checkbox
              key={channel.id}
              value={channel.slug}
              label={<ChannelMark channel={channel} slug={channel.slug} />}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Chips
        label={t('field.themes')}
        things={themes}
        chosen={draft.themes}
        onChange={(chosen) => onChange({ themes: chosen })}
      />
      <Words
        words={draft.words}
        themes={named(themes)}
        organisations={named(organisations)}
        onChange={(changed) => onChange({ words: changed })}
      />
      <Chips
        label={t('field.targetGroups')}
        things={useTargetGroups()}
        chosen={draft.targetGroups}
        onChange={(chosen) => onChange({ targetGroups: chosen })}
      />
    </Stack>
  );
}

interface WordsProps {
  readonly words: readonly WordDraft[];
  readonly themes: readonly { value: string; label: string }[];
  readonly organisations: readonly { value: string; label: string }[];
  readonly onChange: (words: WordDraft[]) => void;
}

/** Words that tell what something is about. */
function Words({ words, themes, organisations, onChange }: WordsProps) {
  const { t } = useWords();
  const set = (id: number, change: Partial<WordDraft>) =>
    onChange(words.map((one) => (one.id === id ? { ...one, ...change } : one)));
  const add = () =>
    onChange([...words, { id: Math.max(-1, ...words.map(({ id }) => id)) + 1, word: '', theme: '', organisation: '' }]);
  return (
    <Fieldset legend={t('imports.form.words')} variant="unstyled" className={classes.group ?? ''}>
      <Text size="xs" c="dimmed" mb={4}>
        {t('imports.form.wordsHelp')}
      </Text>
      <Stack gap="xs">
        {words.map(({ id, word, theme, organisation }) => (
          <Group key={id} gap="xs" align="flex-end">
            <TextInput
              label={t('imports.form.word')}
              value={word}
              onChange={(event) => set(id, { word: event.currentTarget.value })}
              style={{ flex: '1 1 8rem' }}
            />
            <NativeSelect
              label={t('imports.form.theme')}
              value={theme}
              onChange={(event) => set(id, { theme: event.currentTarget.value })}
              data={[{ value: '', label: t('imports.form.noTheme') }, ...themes]}
              style={{ flex: '1 1 10rem' }}
            />
            <NativeSelect
              label={t('imports.form.whose')}
              value={organisation}
              onChange={(event) => set(id, { organisation: event.currentTarget.value })}
              data={[{ value: '', label: t('imports.form.sameOrganisation') }, ...organisations]}
              style={{ flex: '1 1 10rem' }}
            />
            <Button variant="default" onClick={() => onChange(words.filter((one) => one.id !== id))}>
              {t('imports.form.removeWord', { word: word || '…' })}
            </Button>
          </Group>
        ))}
      </Stack>
      <Button variant="default" size="xs" mt="xs" onClick={add}>
        {t('imports.form.addWord')}
      </Button>
    </Fieldset>
  );
}
