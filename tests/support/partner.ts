import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A partner's web server, which serves what the test says and remembers how it was asked. */
export interface Partner {
  readonly url: string;
  /** By path. */
  readonly pages: Map<string, Page>;
  readonly asked: { path: string; headers: IncomingMessage['headers'] }[];
  close(): Promise<void>;
}

export interface Page {
  body?: string | Uint8Array;
  status?: number;
  headers?: Record<string, string>;
  /** Sends a few bytes and then waits for ever. */
  drip?: boolean;
  /** Answers once this is done. */
  until?: Promise<void>;
  /** Sends so many bytes without saying how many. */
  endless?: number;
}

export async function startPartner(): Promise<Partner> {
  const pages = new Map<string, Page>();
  const asked: Partner['asked'] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    asked.push({ path, headers: request.headers });
    const page = pages.get(path);
    if (!page) return void response.writeHead(404).end();
    await page.until;
    const etag = page.headers?.etag;
    if (etag !== undefined && request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    response.writeHead(page.status ?? 200, page.headers);
    if (page.drip) return void response.write('BEGIN:VCALENDAR\r\n');
    if (page.endless === undefined) return void response.end(page.body ?? '');
    let left = page.endless;
    const block = Buffer.alloc(64 * 1024, 'X');
    const more = () => {
      while (left > 0 && !response.destroyed) {
        left -= block.length;
        if (!response.write(block)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A calendar of these events, each given as its lines. */
export function aCalendar(...events: readonly (readonly string[])[]): string {
  const lines = events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//partner//FI', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** `20261215T110000Z`, so many days from now at a full hour. */
export function icsTime(days: number, hour = 11): string {
  const at = new Date(Date.now() + days * 86_400_000);
  at.setUTCHours(hour, 0, 0, 0);
  return at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
