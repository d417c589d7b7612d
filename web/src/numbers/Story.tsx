import type { NoticeLanguage } from '#posts/notices';
import type { Told, ToldGroup } from '#posts/schema/summary';
import { storyOf } from '#posts/story';
import { useWords } from '../i18n/use-words.ts';
import classes from './numbers.module.css';

interface Props {
  readonly total: Told;
  readonly previous: Told | null;
  readonly themes: readonly ToldGroup[];
  readonly channels: readonly ToldGroup[];
  readonly themeName: (slug: string) => string;
  readonly channelName: (slug: string) => string;
}

/** What happened, in words. */
export function Story({ total, previous, themes, channels, themeName, channelName }: Props) {
  const { language } = useWords();
  const facts = { total, previous, theme: first(themes, themeName), channel: first(channels, channelName) };
  return <p className={classes.story}>{storyOf(facts, language as NoticeLanguage)}</p>;
}

/** The one that reached most, where there are several. */
function first(groups: readonly ToldGroup[], nameOf: (slug: string) => string): string | null {
  const named = groups.filter(({ group }) => group !== null);
  const best = named[0];
  return named.length > 1 && best?.group && best.totals.reach ? nameOf(best.group) : null;
}
