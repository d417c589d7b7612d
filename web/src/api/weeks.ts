interface Period {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const WEEK_MS = 7 * 86_400_000;

/** The same posts by weeks of seven days; `from` and `to` are days, both inclusive. */
export function weeksOf<Filter extends Period>(filter: Filter): Filter[] {
  const { from, to } = filter;
  if (!from || !to) return [filter];
  const weeks: Filter[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += WEEK_MS) {
    const end = dayOf(Math.min(at + WEEK_MS - 86_400_000, Date.parse(to)));
    weeks.push({ ...filter, from: dayOf(at), to: end });
  }
  return weeks;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
