import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A load balancer in its simplest form: one after the other, and the next when one does not take the connection. */
export interface Balancer {
  readonly origin: string;
  /** The processes behind it, by their addresses; may change at any time. */
  readonly targets: Set<string>;
  close(): void;
}

export async function startProxy(): Promise<Balancer> {
  const targets = new Set<string>();
  let turn = 0;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const all = [...targets];
    turn += 1;
    const inTurn = all.map((_, index) => all[(turn + index) % all.length] as string);
    const attempt = (): void => {
      const target = inTurn.shift();
      if (!target) return void outgoing.writeHead(503).end();
      const call = request(new URL(incoming.url ?? '/', target), {
        method: incoming.method,
        headers: incoming.headers,
        agent: false,
      });
      call.once('response', (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      // Only what was never taken may go elsewhere; the client knows what to do about the rest.
      call.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') attempt();
        else outgoing.destroy();
      });
      call.end(body);
    };
    attempt();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
