import { Checkbox, Input, SegmentedControl, Stack, Text } from '@mantine/core';
import { resolveTime } from '#posts/time';
import type { Channel } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ChannelMark } from '../parts/ChannelMark.tsx';
import { LocalTime } from '../parts/LocalTime.tsx';
import type { Draft } from './draft.ts';
import { useField } from './field.ts';
import { RepeatFields } from './RepeatFields.tsx';
import { Suggestions } from './Suggestions.tsx';
import type { Change } from './use-draft.ts';

/** To which channels, and when. */
export function WhereSection({
  draft,
  change,
  channels,
}: {
  draft: Draft;
  change: Change;
  channels: readonly Channel[];
}) {
  const { t, zone, longTime } = useWords();
  const channelsField = useField('/channels');
  const publishAt = useField('/publishAt');
  const worthUntil = useField('/worthUntil');
  const all = channels.map(({ slug }) => slug);
  const chosen = draft.channels ?? all;
  const first = channels.find(({ slug }) => chosen.includes(slug));
  const read = resolveTime(draft.publishAt, zone);
  const choose = (slugs: string[]) =>
    change((before) => ({ ...before, channels: all.every((slug) => slugs.includes(slug)) ? null : slugs }));
  return (
    <Section title={t('composer.whereTitle')}>
      <Stack>
        <Checkbox.Group label={t('field.channels')} error={channelsField.error} value={[...chosen]} onChange={choose}>
          <Stack gap="xs" mt={6} id={channelsField.id} tabIndex={-1}>
            {channels.map((channel) => (
              <Checkbox
                key={channel.id}
                value={channel.slug}
                label={<ChannelMark channel={channel} slug={channel.slug} />}
                description={channel.hold ? t(`hold.${channel.hold.reason}`) : undefined}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Input.Wrapper label={t('composer.when')} labelElement="div">
          <SegmentedControl
            fullWidth
            aria-label={t('composer.when')}
            value={draft.when}
            onChange={(when) => change((before) => ({ ...before, when: when as Draft['when'] }))}
            data={[
              {
                value: 'now',
                label: t(draft.campaign && draft.kind === 'event' ? 'composer.byCampaign' : 'composer.now'),
              },
              { value: 'at', label: t('composer.at') },
            ]}
          />
        </Input.Wrapper>
        {draft.when === 'at' ? (
          <>
            <LocalTime
              {...publishAt}
              label={t('field.publishAt')}
              value={draft.publishAt}
              onChange={(value) => change((before) => ({ ...before, publishAt: value }))}
              required
            />
            {read.ok ? (
              <Text size="sm" aria-live="polite">
                {longTime(read.instant)}
                {read.note ? ` – ${t(`time.${read.note}`)}` : ''}
              </Text>
            ) : null}
            {first ? (
              <Suggestions
                key={first.slug}
                channel={first}
                channels={channels}
                onChoose={(time) => change((before) => ({ ...before, publishAt: time }))}
              />
            ) : null}
          </>
        ) : null}
        {draft.when === 'at' && draft.kind === 'announcement' ? <RepeatFields draft={draft} change={change} /> : null}
        <details>
          <summary>{t('composer.worthTitle')}</summary>
          <Text size="sm" c="dimmed" my="xs">
            {t('composer.worthHelp')}
          </Text>
          <LocalTime
            {...worthUntil}
            label={t('field.worthUntil')}
            value={draft.worthUntil}
            onChange={(value) => change((before) => ({ ...before, worthUntil: value }))}
          />
        </details>
      </Stack>
    </Section>
  );
}
