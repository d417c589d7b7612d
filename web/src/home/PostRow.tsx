import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Channel, Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { ChannelMark } from '../parts/ChannelMark.tsx';
import { StateBadge } from '../parts/StateBadge.tsx';
import classes from './post-row.module.css';

interface Props {
  readonly post: Post;
  readonly channels: readonly Channel[];
  /** Instead of the time. */
  readonly when?: string | undefined;
  readonly showState?: boolean;
  readonly children?: ReactNode;
}

/** One post in a list: title, channel, time, state. */
export function PostRow({ post, channels, when, showState = true, children }: Props) {
  const { shortTime, t } = useWords();
  const channel = channels.find(({ slug }) => slug === post.channel);
  const time = when ?? (post.scheduledAt ? shortTime(post.scheduledAt) : t('common.noTime'));
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <Link to={`/posts/${post.id}`} className={classes.title}>
          {post.title}
        </Link>
        <div className={classes.meta}>
          <ChannelMark channel={channel} slug={post.channel} />
          <span>{t(`language.${post.language}`, { defaultValue: post.language })}</span>
          <span>{time}</span>
        </div>
        {children}
      </div>
      {showState ? <StateBadge state={post.state} /> : null}
    </li>
  );
}

export function PostList({ children }: { children: ReactNode }) {
  return <ul className={classes.list}>{children}</ul>;
}
