import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import { WebLink } from '#posts/schema/basics';
import { type LinkCard, useLinkCard } from '../api/link-cards.ts';
import type { Draft } from './draft.ts';
import type { Change } from './use-draft.ts';

const ASK_AFTER_MS = 600;

/** The card of the link that is being written. `card` is null until the page was asked. */
export interface CardSeen {
  readonly asking: boolean;
  readonly card: LinkCard | null;
}

/**
 * Asks the page of the link, and keeps what its card says with the draft: LinkedIn shows what it is sent.
 * @param known the link that the announcement had before, whose card stays as it was stored
 */
export function useCard(draft: Draft, change: Change, known: string | null): CardSeen {
  const link = draft.link.trim();
  const [settled] = useDebouncedValue(link, ASK_AFTER_MS);
  const whole = WebLink.safeParse(settled).success ? settled : null;
  const { data, isFetching } = useLinkCard(whole);
  const card = whole === link && data ? data : null;
  const kept = draft.linkCard?.of === link;
  useEffect(() => {
    if (!card?.ok || card.title === null || kept || link === known) return;
    const { title, description, image } = card;
    change((before) =>
      before.link.trim() === link ? { ...before, linkCard: { of: link, title, description, image } } : before,
    );
  }, [card, kept, link, known, change]);
  return { asking: whole !== null && (isFetching || whole !== link), card };
}
