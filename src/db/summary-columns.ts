import type { Measures } from '#posts/schema/sample';

/** The column of each measure, the same in every table of numbers. */
export const COLUMNS: Readonly<Record<keyof Measures, string>> = {
  views: 'views',
  reach: 'reach',
  reactions: 'reactions',
  comments: 'comments',
  shares: 'shares',
  clicks: 'clicks',
  linkClicks: 'link_clicks',
};
