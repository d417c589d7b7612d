import { z } from 'zod';
import { Measures } from './sample.ts';

/**
 * What posts can be counted under. `event`: the event whose campaign they belong to; `hour`: the weekday and hour of
 * publishing in the cluster's zone, `1-09`.
 */
export const GROUPINGS = [
  'post',
  'channel',
  'announcement',
  'event',
  'theme',
  'targetGroup',
  'organisation',
  'funding',
  'language',
  'week',
  'hour',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

const each = <Value extends z.ZodType>(value: Value) =>
  z.object(
    Object.fromEntries(Object.keys(Measures.shape).map((name) => [name, value])) as Record<keyof Measures, Value>,
  );

const numbers = {
  posts: z.int().describe('Posts published in the period, those deleted since among them.'),
  measured: z.int().describe('Those of them that were ever measured.'),
  totals: Measures.describe(
    'Sums of each post’s newest known number; null where no post knows it. "reach" is a sum of reaches.',
  ),
  unknown: each(z.int()).describe('How many of the posts do not know the measure; they are in no total.'),
  perPost: each(z.number().nullable()).describe('The total, by the posts that know it.'),
  perFollower: each(z.number().nullable()).describe(
    'The total over posts whose page’s followers are known, by those followers counted once a post; null where none are known.',
  ),
  announcements: z.int().describe('Different announcements and events among the posts.'),
  events: z.int().describe('Events among them.'),
  attendance: z.int().nullable().describe('People who came to these events, as staff counted them; null: nobody told.'),
  attendanceUnknown: z.int().describe('Events whose attendance nobody told.'),
};

const Told = z.object(numbers);
/** Numbers over several posts, and what they were about. */
export type Told = z.infer<typeof Told>;
const Group = z.object({ group: z.string().nullable(), ...numbers });
export type ToldGroup = z.infer<typeof Group>;
const Period = z.object({ from: z.string(), to: z.string() });

/** Dates are the cluster's, inclusive. */
export const SummaryView = z.object({
  from: z.string(),
  to: z.string(),
  groupBy: z.enum(GROUPINGS),
  items: z.array(Group.extend({ previous: Told.nullable().optional() })),
  total: Told,
  previous: Period.extend({ total: Told }).optional(),
});
export type SummaryView = z.infer<typeof SummaryView>;
