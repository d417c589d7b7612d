import type { SuggestedTime } from '../api/suggested-times.ts';
import { useWords } from '../i18n/use-words.ts';
import classes from './calendar.module.css';

/** An empty time: lighter than any post, and a way to write for it. */
export function SlotChip({ slot }: { slot: SuggestedTime }) {
  const { t, clock } = useWords();
  return <span className={classes.slot}>{t('suggest.slot', { time: clock(slot.at) })}</span>;
}
