/** The sandbox clock: the computer's own, moved by an offset, or standing still. Instants are epoch milliseconds. */
export class SandboxClock {
  #offset = 0;
  #frozenAt: number | null = null;

  now(): number {
    return this.#frozenAt ?? Date.now() + this.#offset;
  }

  advance(ms: number): void {
    this.#offset += ms;
    if (this.#frozenAt !== null) this.#frozenAt += ms;
  }

  setTo(at: number): void {
    this.#offset = at - Date.now();
    if (this.#frozenAt !== null) this.#frozenAt = at;
  }

  freeze(frozen: boolean): void {
    if (frozen) this.#frozenAt = this.now();
    else if (this.#frozenAt !== null) {
      const at = this.#frozenAt;
      this.#frozenAt = null;
      this.setTo(at);
    }
  }

  reset(): void {
    this.#offset = 0;
    this.#frozenAt = null;
  }
}
