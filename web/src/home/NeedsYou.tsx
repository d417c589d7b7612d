import { Badge, Text } from '@mantine/core';
import { Link } from 'react-router';
import { titleOf } from '../announcements/title-of.ts';
import { useUnapproved } from '../api/announcements.ts';
import { useChannels } from '../api/channels.ts';
import { useImports } from '../api/imports.ts';
import { usePosts } from '../api/posts.ts';
import type { Announcement, Channel, Import, Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { ChannelMark } from '../parts/ChannelMark.tsx';
import { Loading } from '../parts/Loading.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { PostList, PostRow } from './PostRow.tsx';
import classes from './post-row.module.css';
import { Section } from './Section.tsx';

const NEEDS = ['needsDecision', 'rejected', 'missed', 'awaitingApproval'] as const satisfies Post['state'][];
/** A source that failed this often in a row, over an hour or more, hardly mends itself. */
const FAILS_A_LOT = 4;
/** Holds that do not end by themselves. */
const NEEDS_A_PERSON = ['reconnect', 'permission', 'blocked', 'misconfigured'];

/** Everything that does not go on without a person, the most urgent first. */
export function NeedsYou() {
  const { t } = useWords();
  const posts = usePosts({ state: NEEDS.join(','), limit: 100 });
  const { channels } = useChannels();
  const held = channels.filter(({ hold }) => hold && NEEDS_A_PERSON.includes(hold.reason));
  const sources = (useImports().data?.items ?? []).filter(
    ({ asking, failures, paused }) => asking > 0 || (failures >= FAILS_A_LOT && !paused),
  );
  const urgent = [...(posts.data?.items ?? [])].sort((a, b) => rank(a) - rank(b));
  const told = new Set(
    urgent.flatMap(({ state, announcement }) => (state === 'awaitingApproval' ? [announcement] : [])),
  );
  const words = (useUnapproved().data?.items ?? []).filter(({ id, slug }) => !told.has(id) && !told.has(slug));
  const count = urgent.length + held.length + sources.length + words.length;
  return (
    <Section
      title={t('home.needs.title')}
      aside={
        count > 0 ? (
          <Badge color="red.8" variant="filled" size="lg" aria-label={t('home.needs.count', { count })}>
            {count}
          </Badge>
        ) : null
      }
    >
      {posts.isPending ? <Loading /> : null}
      {posts.error ? <ProblemNote error={posts.error} again={() => void posts.refetch()} /> : null}
      {posts.data && count === 0 ? <Text c="dimmed">{t('home.needs.nothing')}</Text> : null}
      <PostList>
        {held.map((channel) => (
          <HeldChannel key={channel.id} channel={channel} />
        ))}
        {sources.map((source) => (
          <AskingSource key={source.id} source={source} />
        ))}
        {words.map((announcement) => (
          <ChangedWords key={announcement.id} announcement={announcement} />
        ))}
        {urgent.map((post) => (
          <PostRow key={post.id} post={post} channels={channels}>
            <Text size="sm" mt={4}>
              {t(`state.${post.state}.todo`)}
            </Text>
          </PostRow>
        ))}
      </PostList>
    </Section>
  );
}

function rank(post: Post): number {
  return NEEDS.indexOf(post.state as (typeof NEEDS)[number]);
}

function AskingSource({ source }: { source: Import }) {
  const { t } = useWords();
  const { id, name, asking } = source;
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <Link to={`/imports/${id}`} className={classes.title}>
          {t('home.needs.import', { name })}
        </Link>
        <div className={classes.meta}>
          <span>{asking > 0 ? t('imports.asking', { count: asking }) : t('imports.failed')}</span>
        </div>
      </div>
    </li>
  );
}

/** All its posts are out, but its page on the site waits. */
function ChangedWords({ announcement }: { announcement: Announcement }) {
  const { t, language } = useWords();
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <Link to={`/announcements/${announcement.slug}`} className={classes.title}>
          {titleOf(announcement, language)}
        </Link>
        <div className={classes.meta}>
          <span>{t('home.needs.unapproved')}</span>
        </div>
      </div>
    </li>
  );
}

function HeldChannel({ channel }: { channel: Channel }) {
  const { t } = useWords();
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <Link to="/channels" className={classes.title}>
          {t('home.needs.channel', { name: channel.name })}
        </Link>
        <div className={classes.meta}>
          <ChannelMark channel={channel} slug={channel.slug} />
          <span>{t(`hold.${channel.hold?.reason ?? 'paused'}`)}</span>
        </div>
      </div>
    </li>
  );
}
