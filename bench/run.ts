import { BURST_HEAD, burst } from './burst.ts';
import { LATENESS_HEAD, lateness } from './lateness.ts';
import { MEMORY_HEAD, memory } from './memory.ts';
import { REDIRECT_HEAD, redirect } from './redirect.ts';
import { SUMMARIES_HEAD, summaries } from './summaries.ts';
import { machine } from './support/system.ts';

/** `npm run bench [-- name …]`: everything, or what is named. */
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
  redirect: async () => {
    print('### How fast is a short link, and is every click counted once?', REDIRECT_HEAD, await redirect());
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in MEASURES));
if (unknown.length > 0) {
  process.stderr.write(`There is no measure ${unknown.join(', ')}; there are ${Object.keys(MEASURES).join(', ')}.\n`);
  process.exit(1);
}
print(`Machine: ${machine()}`, `Measured: ${new Date().toISOString().slice(0, 10)}`);
for (const name of asked.length > 0 ? asked : Object.keys(MEASURES)) {
  print('');
  await MEASURES[name]?.();
}
process.exit(0);

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
