import type { Channel, Plan } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { channelLabel } from '../parts/channel-label.ts';

/** What a warning says, in the reader's language. */
export function useWarningWords(channels: readonly Channel[]) {
  const { t, longTime } = useWords();
  return ({ code, channel: slug, other }: Plan['warnings'][number]): string => {
    const channel = channels.find((each) => each.slug === slug);
    return t(`warning.${code}`, {
      channel: channel ? channelLabel(t, channel, channels) : slug,
      title: other.title ?? t('warning.others'),
      time: longTime(other.at),
    });
  };
}
