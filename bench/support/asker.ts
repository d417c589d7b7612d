import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';

/** What is asked, over and over, by a thread of its own: the server's process does nothing but answer. */
export interface Asking {
  readonly port: number;
  readonly path: string;
  /** Sent as If-None-Match; null: the whole answer is wanted. */
  readonly etag: string | null;
  /** Further lines of the head, each with its end. */
  readonly headers?: string;
  /** Sent as JSON by POST. */
  readonly body?: string;
  /** As fast as it goes with this many connections, or so many a second whatever the answers do. */
  readonly pace:
    | { readonly requests: number; readonly sockets: number }
    | { readonly perSecond: number; readonly seconds: number };
}

export interface Asked {
  readonly seconds: number;
  /** Milliseconds until the first byte of each answer. */
  readonly firstByteMs: readonly number[];
  /** How many had each status. */
  readonly statuses: Readonly<Record<string, number>>;
}

parentPort?.on('message', (asking: Asking) => {
  ask(asking).then(
    (asked) => parentPort?.postMessage(asked),
    (error) => {
      throw error;
    },
  );
});

async function ask({ port, path, etag, headers = '', body, pace }: Asking): Promise<Asked> {
  const held = etag ? `If-None-Match: ${etag}\r\n` : '';
  const sent = body
    ? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    : '\r\n';
  const request = `${body ? 'POST' : 'GET'} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${held}${headers}${sent}`;
  const firstByteMs: number[] = [];
  const statuses: Record<string, number> = {};
  const idle: Socket[] = [];
  const once = async (since: number) => {
    const socket = idle.pop() ?? (await open(port));
    const { firstByteAt, status } = await exchange(socket, request);
    firstByteMs.push(firstByteAt - since);
    statuses[status] = (statuses[status] ?? 0) + 1;
    idle.push(socket);
  };
  const startedAt = performance.now();
  if ('requests' in pace) {
    let left = pace.requests;
    const walk = async () => {
      for (; left > 0; ) {
        left -= 1;
        await once(performance.now());
      }
    };
    await Promise.all(Array.from({ length: pace.sockets }, walk));
  } else {
    const under: Promise<void>[] = [];
    for (let sent = 0; sent < pace.perSecond * pace.seconds; sent += 1) {
      const due = startedAt + (sent * 1_000) / pace.perSecond;
      const wait = due - performance.now();
      if (wait > 0) await pause(wait);
      // From when it was due: an answer that holds up the asking is late for those behind it, too.
      under.push(once(Math.min(due, performance.now())));
    }
    await Promise.all(under);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const socket of idle) socket.destroy();
  return { seconds, firstByteMs, statuses };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends one request and reads one answer, whose length its head tells. */
function exchange(socket: Socket, request: string): Promise<{ firstByteAt: number; status: string }> {
  return new Promise((resolve, reject) => {
    let firstByteAt = 0;
    let head = '';
    let left = -1;
    const read = (chunk: Buffer) => {
      firstByteAt ||= performance.now();
      if (left < 0) {
        head += chunk.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        const length = /\r\ncontent-length: (\d+)/i.exec(head.slice(0, end))?.[1] ?? '0';
        left = (head.startsWith('HTTP/1.1 304') ? 0 : Number(length)) - (head.length - end - 4);
      } else left -= chunk.length;
      if (left > 0) return;
      socket.off('data', read);
      socket.off('error', reject);
      socket.off('close', closed);
      resolve({ firstByteAt, status: head.slice(9, 12) });
    };
    const closed = () => reject(new Error('the connection was closed before the answer'));
    socket.on('data', read);
    socket.once('error', reject);
    socket.once('close', closed);
    socket.write(request);
  });
}
