/** Decimal digits. */
export interface IdPosition {
  readonly base: string;
  readonly count: string;
}

/** Where ids come from. They never repeat within a run, nor across runs unless a seed is given. */
export class IdSource {
  #count = 0n;
  #base: bigint;

  constructor(seed: number | undefined) {
    this.#base = BigInt(seed === undefined ? Date.now() : 1_764_000_000_000 + seed * 1_000_000);
  }

  /** How far it has come, for {@link goOn}. */
  position(): IdPosition {
    return { base: String(this.#base), count: String(this.#count) };
  }

  /** Goes on where an earlier run stopped, so that no id of it is given again. */
  goOn(position: IdPosition): void {
    this.#base = BigInt(position.base);
    this.#count = BigInt(position.count);
  }

  /** Sixteen digits and more, as Facebook numbers posts, photos and comments. */
  facebook(): string {
    this.#count += 1n;
    return String(this.#base * 1000n + this.#count);
  }

  /** Nineteen digits: a time in milliseconds, shifted, as in LinkedIn's URNs. */
  linkedin(): string {
    this.#count += 1n;
    return String((this.#base << 22n) + this.#count);
  }

  /** A short word for tokens, codes and traces. */
  word(prefix: string): string {
    this.#count += 1n;
    return `${prefix}${(this.#base * 4096n + this.#count).toString(36)}`;
  }
}
