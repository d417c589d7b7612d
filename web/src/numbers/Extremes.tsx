import { Text } from '@mantine/core';
import { Link } from 'react-router';
import { useChannels } from '../api/channels.ts';
import { type SummaryQuery, usePostsAndPictures, useSummary } from '../api/numbers.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ChannelMark } from '../parts/ChannelMark.tsx';
import { Icon } from '../parts/Icon.tsx';
import classes from './numbers.module.css';

const SHOWN = 3;

/** The posts that reached most, or least, with their pictures. Those whose reach is not known are in neither. */
export function Extremes({ order, query }: { order: 'most' | 'least'; query: SummaryQuery }) {
  const { t, number, shortDate } = useWords();
  const { channels } = useChannels();
  const { data } = useSummary('post', query, { order, limit: SHOWN });
  const known = (data?.items ?? []).filter(({ totals }) => totals.reach !== null);
  const posts = usePostsAndPictures(known.flatMap(({ group }) => group ?? []));
  const reachOf = new Map(known.map(({ group, totals }) => [group, totals.reach]));
  return (
    <Section title={t(`dashboard.${order === 'most' ? 'best' : 'weakest'}`)}>
      {data && known.length === 0 ? <Text c="dimmed">{t('dashboard.noReach')}</Text> : null}
      <ol className={classes.extremes}>
        {posts.data?.map(({ post, picture }) => (
          <li key={post.id}>
            {picture ? (
              <img src={`/media/${picture}`} alt="" loading="lazy" />
            ) : (
              <span className={classes.noPicture} aria-hidden="true">
                <Icon name="image" />
              </span>
            )}
            <div>
              <Link to={`/posts/${post.id}`}>{post.title}</Link>
              <Text size="sm" c="dimmed" component="div">
                <ChannelMark channel={channels.find(({ slug }) => slug === post.channel)} slug={post.channel} />{' '}
                {post.publishedAt ? shortDate(post.publishedAt) : ''}
              </Text>
              <Text size="sm">
                {t('measure.reach')} {number(reachOf.get(post.id) ?? 0)}
              </Text>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
