import { z } from 'zod';
import { Instant } from '#posts/schema/basics';
import { OFFICE_HOURS, suggestTimes } from '#posts/suggest-times';
import { shiftLocal } from '#posts/time';
import { findChannel } from '#src/db/channels';
import { getCluster } from '#src/db/cluster';
import { pastPosts, takenTimes } from '#src/db/past-posts';
import { databaseNow } from '#src/db/posts';
import { publicHolidays } from '../announcements/holidays.ts';
import { readDay } from '../days.ts';
import { operation } from '../operation.ts';
import { notFound } from '../problem.ts';

/** Habits of more than a year ago are somebody else's. */
const LOOK_BACK_DAYS = 365;

const Day = z.iso.date('write the date as 2026-12-01');
const View = z
  .object({
    postingHours: z.object({
      from: z.string(),
      to: z.string(),
      weekdays: z.array(z.int()),
      holidays: z.boolean(),
    }),
    items: z.array(
      z.object({
        at: Instant,
        worked: z
          .object({ posts: z.int(), times: z.number() })
          .nullable()
          .describe(
            'How posts at this weekday and hour did beside the channel’s average; null: from posting hours only.',
          ),
      }),
    ),
  })
  .meta({ id: 'SuggestedTimes' });

export const suggestedTimes = operation({
  method: 'get',
  path: '/posts/suggested-times',
  action: 'post.read',
  tag: 'posts',
  summary: 'Empty times of a channel: one for each open day on which it says nothing yet',
  description:
    'From the posting hours, and where enough was measured from the hours that worked best before on that weekday ' +
    '(reactions, comments, shares and clicks of the last year).',
  query: z.object({
    channel: z.string().describe('Slug or id.'),
    from: Day.describe('A date in the cluster’s zone, inclusive.'),
    to: Day.describe('A date in the cluster’s zone, inclusive; at most 62 days are looked at.'),
  }),
  answers: { 200: { description: 'The times, in their order.', schema: View } },
  refusals: [404, 422],
  async handle({ deps, query }) {
    const { db } = deps.database;
    const channel = await findChannel(db, query.channel);
    if (!channel) throw notFound('channel', query.channel);
    const { zone, postingHours } = await getCluster(db);
    const now = await databaseNow(db);
    const start = readDay('from', query.from, zone, 'start') ?? now;
    const end = readDay('to', query.to, zone, 'end') ?? now;
    const hours = postingHours ?? OFFICE_HOURS;
    const years = [...new Set([start, end].map((at) => at.getUTCFullYear()))];
    const holidays = await Promise.all(years.map(publicHolidays));
    const items = suggestTimes({
      from: query.from,
      to: query.to,
      now,
      zone,
      hours,
      publicHolidays: new Set(holidays.flat()),
      taken: await takenTimes(db, channel.id, start, end),
      past: await pastPosts(db, channel.id, shiftLocal(now, zone, { days: -LOOK_BACK_DAYS })),
    });
    return { status: 200, body: { postingHours: hours, items } };
  },
});
