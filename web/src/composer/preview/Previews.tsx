import { Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useCluster } from '../../api/cluster.ts';
import type { LinkCard } from '../../api/link-cards.ts';
import type { Channel, Funding } from '../../api/wire.ts';
import { Section } from '../../home/Section.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { Mark } from '../../parts/ChannelMark.tsx';
import { channelLabel } from '../../parts/channel-label.ts';
import { type Draft, writtenLanguages } from '../draft.ts';
import { FacebookPreview } from './FacebookPreview.tsx';
import { LinkedInPreview } from './LinkedInPreview.tsx';
import { composed } from './source.ts';
import { useCropped } from './use-cropped.ts';
import { WebsitePreview } from './WebsitePreview.tsx';

interface Props {
  readonly draft: Draft;
  readonly channels: readonly Channel[];
  /** The one being written. */
  readonly language: string;
  readonly funding: Funding | null;
  readonly card: LinkCard | null;
}

const LOOKS = { facebook: FacebookPreview, linkedin: LinkedInPreview, 'website-feed': WebsitePreview };

/** What readers of each channel will see, while it is being written. */
export function Previews({ draft, channels, language, funding, card }: Props) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = channels.find(({ slug }) => slug === chosen) ?? channels[0];
  if (!shown) return null;
  return (
    <Section title={t('composer.previews')}>
      <Tabs value={shown.slug} onChange={setChosen} keepMounted={false}>
        <Tabs.List mb="md">
          {channels.map((channel) => (
            <Tabs.Tab key={channel.id} value={channel.slug} leftSection={<Mark kind={channel.kind} />}>
              {channelLabel(t, channel, channels)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {channels.map((channel) => (
          <Tabs.Panel key={channel.id} value={channel.slug}>
            <Preview draft={draft} channel={channel} language={language} funding={funding} card={card} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  );
}

function Preview({ draft, channel, language, funding, card }: Omit<Props, 'channels'> & { readonly channel: Channel }) {
  const { t, zone } = useWords();
  const { name, languages } = useCluster();
  const spoken = speaks(channel, language, writtenLanguages(draft, languages));
  const message = composed(draft, channel, spoken, funding, zone);
  const images = useCropped(draft.images, channel.kind);
  const Look = LOOKS[channel.kind];
  if (message.text.trim() === '' && message.title === '') return <Text c="dimmed">{t('preview.empty')}</Text>;
  return (
    <>
      {spoken === language ? null : (
        <Text size="sm" c="dimmed" mb="xs">
          {t('preview.otherLanguage', { language: t(`language.${spoken}`, { defaultValue: spoken }) })}
        </Text>
      )}
      <Look
        page={channel.kind === 'website-feed' ? name : channel.name}
        message={message}
        images={images}
        card={card}
        statement={funding?.statements[spoken] ?? null}
        language={spoken}
      />
    </>
  );
}

/** The language that the channel would show: the one being written when it speaks it, else its own first written one. */
function speaks(channel: Channel, language: string, written: readonly string[]): string {
  if (channel.languages.includes(language)) return language;
  return channel.languages.find((each) => written.includes(each)) ?? written[0] ?? language;
}
