import { API_HEAD, api, apiLines } from './api.ts';
import { BURST_HEAD, burst } from './burst.ts';
import { CALENDAR_HEAD, calendar } from './calendar.ts';
import { FEED_HEAD, feed } from './feed.ts';
import { GROWTH_HEAD, growth, growthLines } from './growth.ts';
import { LATENESS_HEAD, lateness } from './lateness.ts';
import { MEMORY_HEAD, memory, memoryLine } from './memory.ts';
import { PUBLISH_HEAD, publishFigures, publishing, publishLine } from './publish.ts';
import { REDIRECT_HEAD, redirect } from './redirect.ts';
import { ROLLING_HEAD, rolling } from './rolling.ts';
import { SUMMARIES_HEAD, summaries } from './summaries.ts';
import { machine } from './support/system.ts';
import { THROTTLE_HEAD, throttle } from './throttle.ts';

const BACKENDS = ['postgres', 'redis'] as const;
/** What `--json` tells, by measure. */
type Figures = Record<string, unknown>;
type Measure = () => Promise<Figures | undefined>;

/** `npm run bench [-- name … --json]`: all of these, or what is named. */
const MEASURES: Record<string, Measure> = {
  publish: async () => {
    print('### How fast is publishing, beside jobs that make as many empty durable commits?', PUBLISH_HEAD);
    return byBackend('publish', async (backend) => {
      const published = await publishing(backend, 2_000);
      print(publishLine(backend, published));
      return published && publishFigures(published);
    });
  },
  burst10000: async () => {
    print('### 10,000 posts due in one second, beside the same jobs', PUBLISH_HEAD);
    return byBackend('burst10000', async (backend) => {
      const published = await publishing(backend, 10_000);
      print(publishLine(backend, published));
      return published && publishFigures(published);
    });
  },
  memory: async () => {
    print('### What does it hold when idle (PSS), and how soon does it serve?', MEMORY_HEAD);
    const figures = await memory();
    print(memoryLine(figures));
    return { memory: figures };
  },
  api: async () => {
    print('### How fast is the interface, beside an empty Express route?', API_HEAD);
    const figures = await api();
    print(...apiLines(figures));
    return { api: figures };
  },
  growth: async () => {
    print('### What becomes slower when a million posts wait?', GROWTH_HEAD);
    const { figures, sweepShareOfACore } = await growth();
    print(
      ...growthLines(figures),
      '',
      `The sweeps take ${(sweepShareOfACore * 100).toFixed(2)} % of a core with a million posts.`,
    );
    return { growth: { ...figures, sweepShareOfACore } };
  },
};

/** Run only when they are named: with them, all would take more than ten minutes. */
const NAMED: Record<string, Measure> = {
  lateness: shown('### How late is a post on an idle system?', LATENESS_HEAD, () => each(lateness)),
  burst: shown('### 2,000 posts due in the same second, by the real clients, one worker', BURST_HEAD, () =>
    each(burst),
  ),
  summaries: shown('### How long does a summary of a year take?', SUMMARIES_HEAD, async () => [await summaries()]),
  feed: shown('### How fast is the public site, beside a static file of the same Express?', FEED_HEAD, async () => [
    await feed(),
  ]),
  calendar: shown(
    '### How fast is a calendar month of 2,000 posts, and does dragging stutter?',
    CALENDAR_HEAD,
    async () => [await calendar()],
  ),
  redirect: shown('### How fast is a short link, and is every click counted once?', REDIRECT_HEAD, async () => [
    await redirect(),
  ]),
  throttle: shown('### One page is throttled for two minutes', THROTTLE_HEAD, () => each(throttle)),
  rolling: shown('### Every process is stopped and started in turn, at 50 posts a second', ROLLING_HEAD, () =>
    each(rolling),
  ),
};
const ALL = { ...MEASURES, ...NAMED };

const asked = process.argv.slice(2).filter((word) => word !== '--json');
const unknown = asked.filter((name) => !(name in ALL));
if (unknown.length > 0) {
  process.stderr.write(`There is no measure ${unknown.join(', ')}; there are ${Object.keys(ALL).join(', ')}.\n`);
  process.exit(1);
}
print(`Machine: ${machine()}`, `Measured: ${new Date().toISOString().slice(0, 10)}`);
const figures: Figures = { machine: machine(), measured: new Date().toISOString() };
for (const name of asked.length > 0 ? asked : Object.keys(MEASURES)) {
  print('');
  Object.assign(figures, await ALL[name]?.());
}
if (process.argv.includes('--json')) print(JSON.stringify(figures));
process.exit(0);

async function byBackend(
  name: string,
  measure: (backend: (typeof BACKENDS)[number]) => Promise<unknown>,
): Promise<Figures> {
  const found: Figures = {};
  for (const backend of BACKENDS) found[backend] = await measure(backend);
  return { [name]: found };
}

async function each(measure: (backend: (typeof BACKENDS)[number]) => Promise<string>): Promise<string[]> {
  const lines: string[] = [];
  for (const backend of BACKENDS) lines.push(await measure(backend));
  return lines;
}

function shown(title: string, head: string, measure: () => Promise<string[]>): Measure {
  return async () => {
    print(title, head);
    print(...(await measure()));
    return undefined;
  };
}

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
