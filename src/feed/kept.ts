import { createHash } from 'node:crypto';

/** A whole answer of the public site. */
export interface Made {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** An answer as it is kept and sent: the same content always has the same ETag, in every process. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
}

interface Entry {
  readonly version: string | null;
  readonly madeAt: number;
  readonly answer: Promise<Answer>;
  bytes: number;
}

/** What comes and what is past changes by itself, so nothing is kept for longer. */
const FRESH_MS = 60_000;
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Answers in memory, made anew when what the public may read has changed. Several processes need not talk to each other:
 * each asks the database which version holds, and many requests share one question.
 * @param version reads the version; when the database is away, what was known last is answered
 * @param monotonic milliseconds of a clock that never jumps
 */
export function keepAnswers(version: () => Promise<string>, monotonic: () => number = () => performance.now()) {
  const entries = new Map<string, Entry>();
  const ask = shareQuestion(version);
  let held = 0;

  function forget(key: string, entry: Entry): void {
    if (entries.get(key) !== entry) return;
    entries.delete(key);
    held -= entry.bytes;
  }

  async function keep(key: string, entry: Entry): Promise<void> {
    const before = entries.get(key);
    if (before) forget(key, before);
    entries.set(key, entry);
    try {
      const { status, body } = await entry.answer;
      // Addresses that lead nowhere are without number.
      if (status !== 200) return forget(key, entry);
      if (entries.get(key) !== entry) return;
      entry.bytes = body.length;
      held += entry.bytes;
      for (const [oldest, old] of entries) {
        if (held <= MOST_BYTES) break;
        if (old.bytes > 0) forget(oldest, old);
      }
    } catch {
      forget(key, entry);
    }
  }

  return async function answer(key: string, make: () => Promise<Made>): Promise<Answer> {
    const before = entries.get(key);
    const holds = await ask().catch((error: unknown) => {
      if (!before) throw error;
      return null;
    });
    const known = entries.get(key) ?? before;
    if (known && (holds === null || (known.version === holds && monotonic() - known.madeAt < FRESH_MS))) {
      return known.answer;
    }
    const entry: Entry = { version: holds, madeAt: monotonic(), answer: make().then(sealed), bytes: 0 };
    void keep(key, entry);
    return entry.answer;
  };
}

function sealed({ status, type, body }: Made): Answer {
  const bytes = Buffer.from(body);
  return {
    status,
    type,
    body: bytes,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`,
  };
}

/**
 * One question at a time for all who wait: whoever asks while one is under way shares the next, so that an answer is
 * never older than the asking.
 */
export function shareQuestion<Reply>(ask: () => Promise<Reply>): () => Promise<Reply> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Reply> | null = null;
  return () => {
    next ??= running.then(
      () => start(),
      () => start(),
    );
    return next;
  };

  function start(): Promise<Reply> {
    next = null;
    const asked = ask();
    running = asked;
    return asked;
  }
}
