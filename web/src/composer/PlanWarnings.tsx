import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { Channel, Plan } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { channelLabel } from '../parts/channel-label.ts';
import { Note } from '../parts/Note.tsx';
import classes from './composer.module.css';

interface Props {
  readonly warnings: Plan['warnings'];
  readonly channels: readonly Channel[];
}

/** What would be said twice, or too close to something else. It stops nothing. */
export function PlanWarnings({ warnings, channels }: Props) {
  const { t, longTime } = useWords();
  if (warnings.length === 0) return null;
  const nameOf = (slug: string) => {
    const channel = channels.find((each) => each.slug === slug);
    return channel ? channelLabel(t, channel, channels) : slug;
  };
  return (
    <Note tone="warn" mt="sm" title={t('warning.title')}>
      <ul className={classes.notes}>
        {warnings.map(({ code, channel, language, at, other }) => (
          <li key={`${code} ${channel} ${language} ${at}`}>
            {t(`warning.${code}`, {
              channel: nameOf(channel),
              title: other.title ?? t('warning.others'),
              time: longTime(other.at),
            })}{' '}
            {other.post ? (
              <Anchor component={Link} to={`/posts/${other.post}`} target="_blank">
                {t('warning.look')}
              </Anchor>
            ) : null}
          </li>
        ))}
      </ul>
    </Note>
  );
}
