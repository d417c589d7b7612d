import { memo } from 'react';
import type { Channel, Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { channelColours, Mark } from '../parts/ChannelMark.tsx';
import { Icon } from '../parts/Icon.tsx';
import { toneOf } from '../parts/StateBadge.tsx';
import classes from './calendar.module.css';

/** One post in the calendar: the channel by colour and letter, the state by shape. */
export const EventChip = memo(function EventChip({ post, channel }: { post: Post; channel: Channel | undefined }) {
  const { t, clock } = useWords();
  const time = post.scheduledAt ? clock(post.scheduledAt) : '';
  return (
    <div
      className={classes.chip}
      style={channelColours(channel?.kind)}
      data-tone={toneOf(post.state)}
      data-post={post.id}
    >
      <span className={classes.chipHead}>
        <Icon name={post.state} size={14} />
        <span className={classes.time}>{time}</span>
        <Mark kind={channel?.kind} />
      </span>
      <span className={classes.chipTitle}>{post.title}</span>
      <span className={classes.hidden}>
        {channel ? t(`channelShort.${channel.kind}`) : post.channel}, {t(`state.${post.state}.name`)}
      </span>
    </div>
  );
});
