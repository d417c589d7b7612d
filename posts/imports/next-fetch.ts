const MINUTE_MS = 60_000;
const EVERY_MS = 60 * MINUTE_MS;
const FIRST_RETRY_MS = 15 * MINUTE_MS;
const AT_MOST_MS = 24 * 60 * MINUTE_MS;

/**
 * When a source is asked again: hourly, and after failures at longer and longer distances up to a day. Spread a little,
 * so that many sources at one server are not asked in the same second.
 * @param failures in a row; 0 after a success · @param random in [0, 1)
 */
export function nextFetchAt(now: Date, failures: number, random: number): Date {
  const distance = failures === 0 ? EVERY_MS : Math.min(AT_MOST_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  return new Date(now.getTime() + Math.round(distance * (0.9 + random * 0.2)));
}
