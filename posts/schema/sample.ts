import { z } from 'zod';
import { Instant } from './basics.ts';

const Count = z.int().min(0).nullable();

/** The measures of design §9. Null means "not known", never zero. */
export const Measures = z.object({
  views: Count,
  reach: Count,
  reactions: Count,
  comments: Count,
  shares: Count,
  /** Clicks as the platform counts them. */
  clicks: Count,
  /** Clicks through Kaiku's own short links. */
  linkClicks: Count,
});
export type Measures = z.infer<typeof Measures>;
/** What is measured, in the order in which it is shown. */
export const MEASURES = ['views', 'reach', 'reactions', 'comments', 'shares', 'clicks', 'linkClicks'] as const;

/** The numbers of one post at one moment. Samples are only ever added. */
export const Sample = Measures.extend({ at: Instant });
export type Sample = z.infer<typeof Sample>;

/** Nothing known. */
export const NOTHING_MEASURED: Measures = {
  views: null,
  reach: null,
  reactions: null,
  comments: null,
  shares: null,
  clicks: null,
  linkClicks: null,
};
