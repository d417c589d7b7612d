import type { BackendKind } from '../support/installation.ts';
import { type Random, randomOf } from './random.ts';

/** One fault of the sandbox, in the words of its control plane (sandbox/README.md). */
export type Fault = Readonly<Record<string, string | number | boolean>>;

/** Something that breaks at a moment. `atMs` counts from the time of the first post. */
export type Blow =
  | { readonly kind: 'kill-worker'; readonly atMs: number; readonly worker: number; readonly backAfterMs: number }
  | { readonly kind: 'freeze-worker'; readonly atMs: number; readonly worker: number; readonly forMs: number }
  | { readonly kind: 'kill-database'; readonly atMs: number }
  | { readonly kind: 'drop-queue'; readonly atMs: number }
  | { readonly kind: 'kill-redis'; readonly atMs: number; readonly backAfterMs: number }
  | { readonly kind: 'expire-token'; readonly atMs: number; readonly page: number; readonly forMs: number }
  | { readonly kind: 'stop-publishing'; readonly atMs: number; readonly forMs: number };

export interface PlannedPost {
  /** Counts from the time of the first post. */
  readonly atMs: number;
  /** 0 to 3: a page of the sandbox; 4: the website. */
  readonly place: number;
  readonly comment: boolean;
  readonly image: boolean;
}

/** All that a seed decides. The same seed is the same plan; only what meets at which instant differs. */
export interface Plan {
  readonly posts: readonly PlannedPost[];
  readonly faults: readonly Fault[];
  readonly blows: readonly Blow[];
  /** How long posts fall due, ms. */
  readonly lastsMs: number;
}

export const PLACES = 5;
/** Blows go on for this many times the time in which posts fall due, or until nearly all are out. */
const ROUNDS = 5;

export interface PlanOptions {
  readonly seed: number;
  readonly posts: number;
  readonly backend: BackendKind;
  readonly workers: number;
  /** A run of a minute or two: posts in ten seconds, and of the faults only those that a look soon clears up. */
  readonly brief?: boolean;
}

export function planOf(options: PlanOptions): Plan {
  const random = randomOf(options.seed);
  const spreadMs = options.brief ? 10_000 : random.between(40_000, 60_000) * Math.max(1, options.posts / 2_000);
  const lastsMs = Math.round(spreadMs);
  const posts = Array.from({ length: options.posts }, () => ({
    atMs: Math.floor(random.between(0, lastsMs)),
    place: Math.floor(random.between(0, PLACES)),
    comment: random.next() < 0.08,
    image: random.next() < 0.03,
  }));
  return {
    posts: posts.toSorted((one, other) => one.atMs - other.atMs),
    faults: faultsOf(random)
      .filter((fault) => !options.brief || isSoonClear(fault))
      .map(options.brief ? often : same),
    blows: Array.from({ length: options.brief ? 1 : ROUNDS }, (_, round) =>
      blowsOf(random, options, lastsMs, round * lastsMs),
    ).flat(),
    lastsMs,
  };
}

const same = (fault: Fault): Fault => fault;
/** Few posts meet few faults, unless they are frequent. */
const often = (fault: Fault): Fault => ({ ...fault, probability: Math.min(1, Number(fault.probability) * 6) });

/** The post is there, so that a look finds it; or nothing was told of a post at all. */
function isSoonClear(fault: Fault): boolean {
  if (fault.mode === 'throttle') return false;
  if (fault.operation === 'comment') return fault.mode === 'drop-after';
  if (fault.operation !== 'publish') return true;
  return fault.created === true || SOON_CLEAR.has(String(fault.mode));
}
const SOON_CLEAR = new Set(['drop-after', 'empty-body', 'code2-created', 'code1-created', 'no-id', 'slow', 'rejected']);

/** Mode, chance and further words of what meets a final call. */
type Chance = readonly [mode: string, chance: number, more?: Fault];

const ON_BOTH: readonly Chance[] = [
  ['drop-before', 0.006],
  ['drop-after', 0.008],
  ['html-500', 0.003],
  ['html-500', 0.004, { created: true }],
  ['server-503', 0.003],
  ['server-503', 0.003, { created: true }],
  ['empty-body', 0.004],
  ['rejected', 0.002],
  ['slow', 0.01, { delayMs: 1_500 }],
  ['finder-lag', 0.02, { delayMs: 25_000 }],
];
const ON_FACEBOOK: readonly Chance[] = [
  ['code2-created', 0.006],
  ['code2-not-created', 0.004],
  ['code1-created', 0.004],
  ['duplicate-506', 0.002],
  ['duplicate-368', 0.001],
];
const ON_LINKEDIN: readonly Chance[] = [
  ['no-id', 0.006],
  ['ghost-duplicate', 0.003],
  ['conflict-409', 0.003],
];
/** What is not the final call of a post may fail more often. */
const BESIDE: readonly (readonly [operation: string, mode: string, chance: number])[] = [
  ['comment', 'drop-after', 0.06],
  ['comment', 'drop-before', 0.04],
  ['comment', 'html-500', 0.03],
  ['upload', 'drop-after', 0.05],
  ['upload', 'server-503', 0.05],
  ['read', 'drop-before', 0.06],
  ['read', 'server-503', 0.05],
  ['metrics', 'server-503', 0.05],
];

function faultsOf(random: Random): Fault[] {
  const seeded = (fault: Fault): Fault => ({ ...fault, seed: Math.floor(random.between(1, 1e9)) });
  const faults: Fault[] = [];
  for (const platform of ['facebook', 'linkedin'] as const) {
    const own = platform === 'facebook' ? ON_FACEBOOK : ON_LINKEDIN;
    for (const mode of ['hang-after', 'hang-before']) {
      faults.push(seeded({ platform, operation: 'publish', mode, times: 1, probability: 0.01 }));
    }
    for (const [mode, probability, more] of [...ON_BOTH, ...own]) {
      faults.push(seeded({ platform, operation: 'publish', mode, probability, ...more }));
    }
    for (const [operation, mode, probability] of BESIDE) {
      faults.push(seeded({ platform, operation, mode, probability }));
    }
  }
  // One minute is the shortest that Facebook tells; LinkedIn's shortest for posts is Kaiku's own quarter of an hour.
  faults.push(
    seeded({ platform: 'facebook', operation: 'publish', mode: 'throttle', minutes: 1, times: 2, probability: 0.005 }),
  );
  faults.push(
    seeded({
      platform: 'linkedin',
      operation: 'comment',
      mode: 'throttle',
      window: 'minute',
      times: 1,
      probability: 0.1,
    }),
  );
  return faults;
}

function blowsOf(
  random: Random,
  { backend, workers }: { backend: BackendKind; workers: number },
  lastsMs: number,
  startMs: number,
): Blow[] {
  const blows: Blow[] = [];
  const within = (from: number, to: number) => Math.round(startMs + random.between(from * lastsMs, to * lastsMs));
  const aWorker = () => Math.floor(random.between(0, workers));
  for (let atMs = random.between(2_000, 6_000); atMs < lastsMs; atMs += random.between(5_000, 13_000)) {
    blows.push({
      kind: 'kill-worker',
      atMs: Math.round(startMs + atMs),
      worker: aWorker(),
      backAfterMs: Math.round(random.between(100, 2_500)),
    });
  }
  for (const [from, to] of [
    [0.1, 0.4],
    [0.5, 0.9],
  ] as const) {
    const forMs = Math.round(random.between(17_000, 26_000));
    blows.push({ kind: 'freeze-worker', atMs: within(from, to), worker: aWorker(), forMs });
    blows.push({ kind: 'kill-database', atMs: within(from, to) });
    blows.push({ kind: 'drop-queue', atMs: within(from, to) });
    if (backend === 'redis') {
      const backAfterMs = Math.round(random.between(200, 6_000));
      blows.push({ kind: 'kill-redis', atMs: within(from, to), backAfterMs });
    }
  }
  blows.push({
    kind: 'expire-token',
    atMs: within(0.2, 0.7),
    page: Math.floor(random.between(0, PLACES - 1)),
    forMs: Math.round(random.between(4_000, 12_000)),
  });
  blows.push({ kind: 'stop-publishing', atMs: within(0.3, 0.8), forMs: Math.round(random.between(3_000, 8_000)) });
  return blows.toSorted((one, other) => one.atMs - other.atMs);
}
