import { Stack, Switch, Textarea } from '@mantine/core';
import type { Channel } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { channelLabel } from '../parts/channel-label.ts';
import type { DraftText } from './draft.ts';
import { fieldId } from './field.ts';

interface Props {
  readonly text: DraftText;
  readonly language: string;
  readonly channels: readonly Channel[];
  readonly onChange: (own: DraftText['channels']) => void;
}

/** A channel's own words, where the common ones do not fit. Starts from the common text. */
export function ChannelTexts({ text, language, channels, onChange }: Props) {
  const { t } = useWords();
  const speaking = channels.filter(({ languages }) => languages.includes(language));
  if (speaking.length === 0) return null;
  const without = (slug: string) => Object.fromEntries(Object.entries(text.channels).filter(([each]) => each !== slug));
  return (
    <details open={Object.keys(text.channels).length > 0}>
      <summary>{t('composer.adapt')}</summary>
      <Stack gap="sm" mt="sm">
        {speaking.map((channel) => {
          const { slug } = channel;
          const name = channelLabel(t, channel, channels);
          const own = text.channels[slug];
          return (
            <div key={slug}>
              <Switch
                label={t('composer.ownText', { channel: name })}
                checked={own !== undefined}
                onChange={(event) =>
                  onChange(event.currentTarget.checked ? { ...text.channels, [slug]: text.body } : without(slug))
                }
              />
              {own === undefined ? null : (
                <Textarea
                  mt="xs"
                  id={fieldId(`/texts/${language}/channels/${slug}`)}
                  aria-label={t('composer.ownText', { channel: name })}
                  lang={language}
                  autosize
                  minRows={4}
                  maxRows={18}
                  value={own}
                  onChange={(event) => onChange({ ...text.channels, [slug]: event.currentTarget.value })}
                />
              )}
            </div>
          );
        })}
      </Stack>
    </details>
  );
}
