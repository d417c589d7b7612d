/** Ways to name a period; `own` takes both dates from the address. */
export const SPANS = ['30', '90', 'year', '365', 'own'] as const;
export type Span = (typeof SPANS)[number];

export interface Dates {
  readonly from: string;
  readonly to: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The dates of a period, both inclusive.
 * @param today the date in the cluster's zone
 */
export function datesOf(span: Span, own: Partial<Dates>, today: string): Dates {
  if (span === 'own' && DAY.test(own.from ?? '') && DAY.test(own.to ?? '') && (own.from ?? '') <= (own.to ?? '')) {
    return { from: own.from ?? today, to: own.to ?? today };
  }
  if (span === 'year') return { from: `${today.slice(0, 4)}-01-01`, to: today };
  return { from: daysBefore(today, (span === 'own' ? 30 : Number(span)) - 1), to: today };
}

export function spanOf(text: string | null): Span {
  return SPANS.find((span) => span === text) ?? '30';
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
