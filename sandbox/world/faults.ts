import type { Platform } from './model.ts';

export const OPERATIONS = ['publish', 'upload', 'comment', 'edit', 'delete', 'read', 'metrics', 'health'] as const;
export type Operation = (typeof OPERATIONS)[number];

const FACEBOOK_ONLY = [
  'code2-created',
  'code2-not-created',
  'code1-created',
  'duplicate-506',
  'duplicate-368',
] as const;
const LINKEDIN_ONLY = ['no-id', 'ghost-duplicate', 'conflict-409', 'image-slow'] as const;
const BOTH = [
  'html-500',
  'drop-before',
  'drop-after',
  'hang-before',
  'hang-after',
  'throttle',
  'auth-expired',
  'permission',
  'blocked',
  'rejected',
  'finder-lag',
  'slow',
  'empty-body',
  'server-503',
  'image-failed',
] as const;
export const FAULT_MODES = [...FACEBOOK_ONLY, ...LINKEDIN_ONLY, ...BOTH] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

/** These change how a call goes without ending it, so one of them may join another fault. */
const MODIFIERS: readonly FaultMode[] = ['finder-lag', 'slow', 'image-slow', 'image-failed'];

/** Where a modifier can make a difference; anywhere else it would wait in silence. */
const BENT_OPERATIONS: Partial<Record<FaultMode, readonly Operation[]>> = {
  'finder-lag': ['publish'],
  'image-slow': ['upload'],
  'image-failed': ['upload', 'publish'],
};

/** One thing that shall go wrong. Without `times` it stays until it is cleared. */
export interface FaultSpec {
  readonly platform: Platform;
  /** A page id or URN; every page when it is missing. */
  readonly page?: string | undefined;
  readonly operation: Operation | 'any';
  readonly mode: FaultMode;
  readonly times?: number | undefined;
  /** 0 to 1; every matching call when it is missing. */
  readonly probability?: number | undefined;
  /** Seed of the draws for `probability`. */
  readonly seed?: number | undefined;
  /** For slow, finder-lag and image-slow: how long, ms. */
  readonly delayMs?: number | undefined;
  /** For answers that say nothing about it: whether the change was made all the same. */
  readonly created?: boolean | undefined;
  /** Facebook's error code of a throttle (80001, 4, 17, 32, 613) or of a refusal. */
  readonly code?: number | undefined;
  readonly subcode?: number | undefined;
  /** Throttle: minutes until Facebook lets one in again. */
  readonly minutes?: number | undefined;
  /** Throttle: which of LinkedIn's windows is full. */
  readonly window?: 'day' | 'minute' | undefined;
}

export interface Fault extends FaultSpec {
  readonly id: string;
  hits: number;
}

/** What the faults make of one call: at most one that ends it, and any that bend it. */
export interface Draw {
  readonly end: Fault | null;
  bend(mode: FaultMode): Fault | null;
}

export const bareId = (page: string): string => page.replace(/^urn:li:organization(?:alEntity|Brand)?:/, '');

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function fits(mode: FaultMode, platform: Platform): boolean {
  const only: readonly string[] = platform === 'facebook' ? LINKEDIN_ONLY : FACEBOOK_ONLY;
  return !only.includes(mode);
}

/** All that shall go wrong, in the order it was asked for. */
export class FaultBook {
  #count = 0;
  #faults: Fault[] = [];
  readonly #chance = new Map<string, () => number>();

  /** @throws RangeError when the platform has no such fault. */
  add(spec: FaultSpec): Fault {
    if (!fits(spec.mode, spec.platform)) throw new RangeError(`${spec.platform} has no fault ${spec.mode}`);
    const operations = BENT_OPERATIONS[spec.mode];
    if (operations !== undefined && spec.operation !== 'any' && !operations.includes(spec.operation)) {
      throw new RangeError(`${spec.mode} bends ${operations.join(' and ')}, not ${spec.operation}`);
    }
    this.#count += 1;
    const fault: Fault = { ...spec, id: `fault-${this.#count}`, hits: 0 };
    this.#faults.push(fault);
    this.#chance.set(fault.id, generator(spec.seed ?? this.#count));
    return fault;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  clear(id?: string): void {
    this.#faults = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id);
  }

  /** Which faults meet a call; each that does is used up by one. `bends` are the modifiers that the call can take. */
  draw(call: { platform: Platform; page: string | null; operation: Operation; bends: readonly FaultMode[] }): Draw {
    const bent = new Map<FaultMode, Fault>();
    let end: Fault | null = null;
    for (const fault of this.#faults) {
      const bends = MODIFIERS.includes(fault.mode);
      const wanted = bends ? call.bends.includes(fault.mode) && !bent.has(fault.mode) : end === null;
      if (!wanted || !matches(fault, call) || !this.#strikes(fault)) continue;
      fault.hits += 1;
      if (bends) bent.set(fault.mode, fault);
      else end = fault;
    }
    return { end, bend: (mode) => bent.get(mode) ?? null };
  }

  #strikes(fault: Fault): boolean {
    if (fault.times !== undefined && fault.hits >= fault.times) return false;
    if (fault.probability === undefined) return true;
    return (this.#chance.get(fault.id)?.() ?? 1) < fault.probability;
  }
}

function matches(fault: Fault, call: { platform: Platform; page: string | null; operation: Operation }): boolean {
  if (fault.platform !== call.platform) return false;
  if (fault.operation !== 'any' && fault.operation !== call.operation) return false;
  return fault.page === undefined || (call.page !== null && bareId(fault.page) === bareId(call.page));
}
