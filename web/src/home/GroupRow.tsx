import { Link } from 'react-router';
import type { Channel } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Mark } from '../parts/ChannelMark.tsx';
import { channelLabel } from '../parts/channel-label.ts';
import { StateBadge } from '../parts/StateBadge.tsx';
import type { PostGroup } from './group-posts.ts';
import classes from './post-row.module.css';

/** What goes out at one time, with every channel it goes to; each channel leads to its own post. */
export function GroupRow({ group, channels }: { group: PostGroup; channels: readonly Channel[] }) {
  const { t, shortTime } = useWords();
  const { first, posts } = group;
  const several = new Set(posts.map(({ language }) => language)).size > 1;
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <Link
          to={posts.length > 1 ? `/announcements/${first.announcement}` : `/posts/${first.id}`}
          className={classes.title}
        >
          {first.title}
        </Link>
        <div className={classes.meta}>
          <span>{first.scheduledAt ? shortTime(first.scheduledAt) : t('common.noTime')}</span>
          {posts.map((post) => {
            const channel = channels.find(({ slug }) => slug === post.channel);
            const name = channel ? channelLabel(t, channel, channels) : post.channel;
            return (
              <Link key={post.id} to={`/posts/${post.id}`} className={classes.place}>
                <Mark kind={channel?.kind} />
                {several ? `${name} (${t(`language.${post.language}`, { defaultValue: post.language })})` : name}
              </Link>
            );
          })}
        </div>
      </div>
      <StateBadge state={first.state} />
    </li>
  );
}
