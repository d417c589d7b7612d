import { formatLocal } from './time.ts';

/** A week from Monday to Sunday, as dates of the cluster's zone. */
export interface Week {
  readonly from: string;
  readonly to: string;
}

const HOUR = '08:00';
const DAY_MS = 86_400_000;

/**
 * The week that is told of by mail now: the last one, from Monday 8.00 local time to the end of Tuesday, so that an
 * outage on Monday takes nothing; null at any other time.
 */
export function weekToTell(now: Date, zone: string): Week | null {
  const local = formatLocal(now, zone);
  const [day = '', clock = ''] = local.split('T');
  const at = Date.parse(`${day}T00:00:00Z`);
  const weekday = (new Date(at).getUTCDay() + 6) % 7;
  if (weekday > 1 || (weekday === 0 && clock < HOUR)) return null;
  const monday = at - (weekday + 7) * DAY_MS;
  const date = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { from: date(monday), to: date(monday + 6 * DAY_MS) };
}
