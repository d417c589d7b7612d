import { rulesFor } from '#posts/compose/index';
import { checkFunding } from '#posts/funding';
import { localDate } from '#posts/time';
import type { Channel, Funding } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Mark } from '../parts/ChannelMark.tsx';
import { channelLabel } from '../parts/channel-label.ts';
import { useProblemWords } from '../parts/problem-words.ts';
import classes from './composer.module.css';
import { countFor } from './count.ts';
import { type Draft, NO_TEXT } from './draft.ts';
import { composed, ruleOf } from './preview/source.ts';

interface Props {
  readonly draft: Draft;
  readonly channels: readonly Channel[];
  readonly language: string;
  readonly funding: Funding | null;
}

/** How long the whole post is on each channel, as that channel counts; and what its rules say about it. */
export function Counters({ draft, channels, language, funding }: Props) {
  const { t, number, zone } = useWords();
  const words = useProblemWords();
  const text = draft.texts[language] ?? NO_TEXT;
  const empty = text.title.trim() === '' && text.body.trim() === '';
  const speaking = channels.filter(({ languages }) => languages.includes(language));
  if (empty || speaking.length === 0) return null;
  return (
    <ul className={classes.counters} aria-label={t('composer.counters')}>
      {speaking.map((channel) => {
        const message = composed(draft, channel, language, funding, zone);
        const { used, most } = countFor(channel.kind, message.text);
        const over = most !== null && used > most;
        const problems = rulesFor[channel.kind].problems(message).filter(({ code }) => code.endsWith('too-long'));
        const wrong = funding
          ? checkFunding(ruleOf(funding), { text: message.text, language, date: localDate(new Date(), zone) }).filter(
              ({ severity }) => severity === 'error',
            )
          : [];
        return (
          <li key={channel.id} data-over={over || undefined}>
            <Mark kind={channel.kind} />
            <span>
              {channelLabel(t, channel, channels)}:{' '}
              <b>
                {most === null
                  ? t('composer.count', { used: number(used) })
                  : t('composer.countOf', { used: number(used), most: number(most) })}
              </b>
              {[...problems, ...wrong].map(({ code, detail }) => (
                <span key={detail} className={classes.bad}>
                  {' '}
                  {words.one({ pointer: '', code, detail })}
                </span>
              ))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
