import type { Channel, Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Mark } from '../parts/ChannelMark.tsx';
import { channelLabel } from '../parts/channel-label.ts';
import { Icon } from '../parts/Icon.tsx';
import classes from './calendar.module.css';

const SHAPES: readonly Post['state'][] = [
  'scheduled',
  'awaitingApproval',
  'published',
  'parked',
  'needsDecision',
  'missed',
  'rejected',
  'draft',
];

/** Colours are channels, shapes are states. */
export function CalendarLegend({ channels }: { channels: readonly Channel[] }) {
  const { t } = useWords();
  return (
    <details className={classes.legend}>
      <summary>{t('calendar.legend')}</summary>
      <ul>
        {channels.map((channel) => (
          <li key={channel.id}>
            <Mark kind={channel.kind} /> {channelLabel(t, channel, channels)}
          </li>
        ))}
      </ul>
      <ul>
        {SHAPES.map((state) => (
          <li key={state}>
            <Icon name={state} size={16} /> {t(`state.${state}.name`)}
          </li>
        ))}
      </ul>
    </details>
  );
}
