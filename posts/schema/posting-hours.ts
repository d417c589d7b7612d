import { z } from 'zod';

const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'write the time as 08:00');

/** When campaigns may post, by the clocks of the cluster's zone. A time that a person chose is never moved. */
export const PostingHours = z
  .strictObject({
    from: Clock.describe('The earliest time of day.'),
    to: Clock.describe('The latest time of day, inclusive.'),
    weekdays: z
      .array(z.int().min(1).max(7))
      .min(1, 'choose at least one weekday')
      .max(7)
      .describe('1 is Monday, 7 is Sunday.'),
    holidays: z.boolean().describe('Whether campaigns post on public holidays of Finland too.'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'the hours end before they begin' });
export type PostingHours = z.infer<typeof PostingHours>;
