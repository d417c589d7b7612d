import { Text } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';
import type { CardSeen } from './use-card.ts';

/** Reasons that have words of their own; another means that the page does not answer. */
const KNOWN = ['privateAddress', 'timedOut', 'badStatus', 'noPage', 'tooManyRedirects', 'tooLarge', 'webPage'];

/** What came of asking the link's page. */
export function LinkCardNote({ seen: { asking, card } }: { seen: CardSeen }) {
  const { t } = useWords();
  const words = () => {
    if (asking) return t('card.asking');
    if (!card) return null;
    if (card.ok) return card.title === null ? t('card.noTitle') : t('card.found', { title: card.title });
    return t(`card.none.${KNOWN.find((reason) => reason === card.reason) ?? 'unreachable'}`);
  };
  return (
    <Text size="sm" c={card && !card.ok && !asking ? 'var(--k-warn)' : 'dimmed'} role="status">
      {words()}
    </Text>
  );
}
