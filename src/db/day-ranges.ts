/** A day of the cluster's zone: `2026-12-01`, and its instants, the end exclusive. */
export interface Day {
  readonly day: string;
  readonly from: Date;
  readonly to: Date;
}

/** A period in two parts that together are it: runs of whole days, both inclusive, and the time between them. */
export interface Range {
  readonly rolled: readonly { readonly from: string; readonly to: string }[];
  /** `to` is exclusive. */
  readonly open: readonly { readonly from: Date; readonly to: Date }[];
}

/** @param days within the period, in their order */
export function rangesOf(period: { readonly from: Date; readonly to: Date }, days: readonly Day[]): Range {
  const rolled: { from: string; to: string }[] = [];
  const open: { from: Date; to: Date }[] = [];
  let at = period.from;
  for (const { day, from, to } of days) {
    const last = rolled.at(-1);
    if (last && from.getTime() === at.getTime()) last.to = day;
    else {
      if (at < from) open.push({ from: at, to: from });
      rolled.push({ from: day, to: day });
    }
    at = to;
  }
  if (at < period.to) open.push({ from: at, to: period.to });
  return { rolled, open };
}
