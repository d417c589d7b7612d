import { createServer, type Server } from 'node:http';
import type { Meters } from './meters.ts';

/** `/metrics` and `/healthz` of a process without an interface of its own. Rejects when the port is taken. */
export function serveMeters(meters: Meters, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.url === '/healthz') return void response.end('ok\n');
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    try {
      const { contentType, text } = await meters.read();
      response.setHeader('Content-Type', contentType).end(text);
    } catch {
      response.writeHead(503).end('the database does not answer\n');
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve(server));
  });
}
