import { parseArgs } from 'node:util';
import type { BackendKind } from '../support/installation.ts';
import { machine } from '../support/system.ts';
import { chaos } from './chaos.ts';

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    backend: { type: 'string' },
    workers: { type: 'string', default: '3' },
    brief: { type: 'boolean', default: false },
    evidence: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const HELP = `npm run chaos -- [--seed N] [--posts 2000] [--backend postgres|redis] [--workers 3] [--brief] [--evidence]

Publishes posts to the stand-in platforms while they fail, workers are killed and frozen, and database and queue die.
Then the platforms' own ledger is compared with Kaiku's tables. Both backends in turn, unless one is named.
Prints progress on stderr and one JSON line a run on stdout. Ends with 1 when anything was lost, duplicated or early.
--brief takes a minute or two and leaves out what only a look over minutes can clear up; npm test runs it.
--evidence also prints every post that a person would have to decide, with what is known of it.
`;
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const seed = whole('seed', values.seed);
const posts = whole('posts', values.posts);
const workers = whole('workers', values.workers);
if (values.backend !== undefined && values.backend !== 'postgres' && values.backend !== 'redis') {
  fail(`--backend is postgres or redis, not ${values.backend}`);
}
const backends: BackendKind[] = values.backend ? [values.backend as BackendKind] : ['postgres', 'redis'];
const say = (line: string) => void process.stderr.write(`${line}\n`);
say(machine());
let failed = false;
for (const backend of backends) {
  say(`seed ${seed} on ${backend}`);
  const report = await chaos({ seed, posts, backend, workers, brief: values.brief, say });
  if (!report) {
    say(`!!! NOT RUN on ${backend}: there is no redis-server on this machine.`);
    continue;
  }
  const { violations, evidence, ...line } = report;
  process.stdout.write(`${JSON.stringify(line)}\n`);
  for (const violation of violations) say(`VIOLATION ${violation}`);
  if (report.unfinished) say(`VIOLATION not ended in time: ${report.unfinished}`);
  if (values.evidence) for (const each of evidence) process.stdout.write(`${JSON.stringify(each)}\n`);
  failed ||= violations.length > 0 || report.unfinished !== null;
}
process.exit(failed ? 1 : 0);

function whole(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) fail(`--${name} is a whole number of 1 or more, not ${value}`);
  return number;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
