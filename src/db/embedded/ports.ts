import { createServer } from 'node:net';

/** Below the range that systems hand out for outgoing connections (32768 and up), so a kept port stays ours. */
const FIRST = 15_432;
const COUNT = 200;

/** Whether a server could listen on 127.0.0.1 there at this moment. 0 asks the system for any port and answers it. */
export function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.unref();
    probe.once('error', () => resolve(null));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      const found = typeof address === 'object' && address !== null ? address.port : null;
      probe.close(() => resolve(found));
    });
  });
}

/** The first of `preferred` that is free, else the first free one of Kaiku's own range, else any. */
export async function freePort(preferred: readonly number[] = []): Promise<number> {
  const range = Array.from({ length: COUNT }, (_, index) => FIRST + index);
  for (const port of [...preferred, ...range, 0]) {
    const free = await tryPort(port);
    if (free !== null) return free;
  }
  throw new Error('No free port on 127.0.0.1');
}
