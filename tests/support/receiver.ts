import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody else's program that is told by HTTP. */
export interface Receiver {
  readonly url: string;
  readonly heard: Heard[];
  /** What it answers next; the last one stays. Null: it never answers. */
  answers: (number | null)[];
  /** Waits until it has heard this many. */
  until(count: number): Promise<Heard[]>;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  let wake = (): void => undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      receiver.heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const status = receiver.answers.length > 1 ? receiver.answers.shift() : receiver.answers[0];
      if (status !== null) response.writeHead(status ?? 204, { location: '/elsewhere' }).end();
      wake();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard: [],
    answers: [204],
    async until(count) {
      while (receiver.heard.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return receiver.heard;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return receiver;
}
