import type { World } from '../world/world.ts';

const HOUR = 3_600_000;

/** Facebook's usage headers: percentages of an hour's calls, and only once enough calls were seen. */
export function usageHeaders(world: World, pageId: string | null): Record<string, string> {
  const now = world.clock.now();
  world.facebookCalls.push(now);
  if ((world.facebookCalls[0] ?? now) <= now - HOUR) {
    world.facebookCalls = world.facebookCalls.filter((at) => at > now - HOUR);
  }
  const calls = world.facebookCalls.length;
  if (calls <= world.switches.usageHeadersAfter) return {};
  const percent = Math.floor((100 * calls) / world.switches.callsPerHour);
  const usage = { call_count: percent, total_cputime: Math.floor(percent / 3), total_time: Math.floor(percent / 2) };
  if (pageId === null) return { 'x-app-usage': JSON.stringify(usage) };
  const business = { [pageId]: [{ type: 'pages', ...usage, estimated_time_to_regain_access: 0 }] };
  return { 'x-app-usage': JSON.stringify(usage), 'x-business-use-case-usage': JSON.stringify(business) };
}
