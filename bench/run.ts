import { BURST_HEAD, burst } from './burst.ts';
import { CALENDAR_HEAD, calendar } from './calendar.ts';
import { FEED_HEAD, feed } from './feed.ts';
import { LATENESS_HEAD, lateness } from './lateness.ts';
import { MEMORY_HEAD, memory } from './memory.ts';
import { REDIRECT_HEAD, redirect } from './redirect.ts';
import { ROLLING_HEAD, rolling } from './rolling.ts';
import { SUMMARIES_HEAD, summaries } from './summaries.ts';
import { machine } from './support/system.ts';
import { THROTTLE_HEAD, throttle } from './throttle.ts';

/** `npm run bench [-- name …]`: all of these, or what is named. */
const MEASURES: Record<string, () => Promise<void>> = {
  lateness: async () => {
    print('### How late is a post on an idle system?', LATENESS_HEAD);
    for (const backend of ['postgres', 'redis'] as const) print(await lateness(backend));
  },
  burst: async () => {
    print('### 2,000 posts due in the same second, one worker', BURST_HEAD);
    for (const backend of ['postgres', 'redis'] as const) print(await burst(backend));
  },
  memory: async () => {
    print('### What does it hold when idle? (PSS)', MEMORY_HEAD, await memory());
  },
  summaries: async () => {
    print('### How long does a summary of a year take?', SUMMARIES_HEAD, await summaries());
  },
  feed: async () => {
    print('### How fast is the public site, beside a static file of the same Express?', FEED_HEAD, await feed());
  },
  calendar: async () => {
    print(
      '### How fast is a calendar month of 2,000 posts, and does dragging stutter?',
      CALENDAR_HEAD,
      await calendar(),
    );
  },
  redirect: async () => {
    print('### How fast is a short link, and is every click counted once?', REDIRECT_HEAD, await redirect());
  },
};

/** Run only when they are named, because they take minutes. */
const LONG: Record<string, () => Promise<void>> = {
  throttle: async () => {
    print('### One page is throttled for two minutes', THROTTLE_HEAD);
    for (const backend of ['postgres', 'redis'] as const) print(await throttle(backend));
  },
  rolling: async () => {
    print('### Every process is stopped and started in turn, at 50 posts a second', ROLLING_HEAD);
    for (const backend of ['postgres', 'redis'] as const) print(await rolling(backend));
  },
};
const ALL = { ...MEASURES, ...LONG };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in ALL));
if (unknown.length > 0) {
  process.stderr.write(`There is no measure ${unknown.join(', ')}; there are ${Object.keys(ALL).join(', ')}.\n`);
  process.exit(1);
}
print(`Machine: ${machine()}`, `Measured: ${new Date().toISOString().slice(0, 10)}`);
for (const name of asked.length > 0 ? asked : Object.keys(MEASURES)) {
  print('');
  await ALL[name]?.();
}
process.exit(0);

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
