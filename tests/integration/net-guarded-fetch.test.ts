import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type Bounds, guardedFetch } from '#src/net/guarded-fetch';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: RequestListener): Promise<{ url: string; port: number; hits: () => number }> {
  let hits = 0;
  const server = createServer((request, response) => {
    hits += 1;
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, hits: () => hits };
}

const near = (address: string, bounds: Bounds = {}) => guardedFetch(address, { allowPrivate: true, ...bounds });

describe('where it goes', () => {
  test.each([
    ['http://127.0.0.1/', 'privateAddress'],
    ['http://127.1/', 'privateAddress'],
    ['http://2130706433/', 'privateAddress'],
    ['http://0x7f.0.0.1/', 'privateAddress'],
    ['http://0177.0.0.1/', 'privateAddress'],
    ['http://[::1]/', 'privateAddress'],
    ['http://[::ffff:127.0.0.1]/', 'privateAddress'],
    ['http://[64:ff9b::a00:1]/', 'privateAddress'],
    ['http://169.254.169.254/latest/meta-data/', 'privateAddress'],
    ['http://localhost/', 'privateAddress'],
    ['http://10.0.0.1/', 'privateAddress'],
    ['ftp://example.org/', 'badScheme'],
    ['file:///etc/passwd', 'badScheme'],
    ['gopher://example.org:70/', 'badScheme'],
    ['javascript:alert(1)', 'badScheme'],
    ['http://user:secret@example.org/', 'credentials'],
    ['http://example.org:22/', 'badPort'],
    ['http://example.org:6379/', 'badPort'],
    ['example.org', 'badAddress'],
    ['', 'badAddress'],
    ['http://', 'badAddress'],
  ])('refuses %s: %s', async (address, reason) => {
    expect(await guardedFetch(address)).toMatchObject({ ok: false, reason });
  });

  test('a name that leads to this machine is refused, and nobody is asked', async () => {
    const server = await serve((_, response) => response.end('secret'));
    const fetched = await guardedFetch(`http://evil.example:${server.port}/`, {}, async () => ['127.0.0.1']);
    expect(fetched).toMatchObject({ ok: false, reason: 'privateAddress' });
    expect(server.hits()).toBe(0);
  });

  test('one private address among public ones refuses the name', async () => {
    const resolve = async () => ['93.184.216.34', '10.0.0.1'];
    expect(await guardedFetch('http://evil.example/', {}, resolve)).toMatchObject({ reason: 'privateAddress' });
  });

  test('a name that is public when checked and private afterwards gains nothing', async () => {
    const server = await serve((_, response) => response.end('secret'));
    const answers: string[][] = [];
    // Nothing listens at that port of the public address, so the connection fails or waits until the deadline.
    const resolve = async () => {
      answers.push(answers.length === 0 ? ['93.184.216.34'] : ['127.0.0.1']);
      return answers.at(-1) ?? [];
    };
    const fetched = await guardedFetch(`http://rebind.example:${server.port}/`, { timeoutMs: 700 }, resolve);
    expect(fetched.ok).toBe(false);
    expect(answers).toEqual([['93.184.216.34']]);
    expect(server.hits()).toBe(0);
  });

  test('a redirect is judged like the first address', async () => {
    const targets = ['http://169.254.169.254/', 'file:///etc/passwd', 'http://a:b@localhost/'];
    const reasons = [];
    for (const target of targets) {
      const server = await serve((_, response) => response.writeHead(302, { location: target }).end());
      const fetched = await near(server.url);
      reasons.push(fetched.ok ? 'ok' : fetched.reason);
    }
    expect(reasons).toEqual(['privateAddress', 'badScheme', 'credentials']);
  });

  test('each hop is resolved and judged by itself', async () => {
    const inside = await serve((_, response) => response.end('secret'));
    const first = await serve((_, response) =>
      response.writeHead(302, { location: `http://inside.example:${inside.port}/` }).end(),
    );
    const resolve = async (name: string) => (name === 'first.example' ? ['127.0.0.1'] : ['169.254.169.254']);
    const fetched = await guardedFetch(`http://first.example:${first.port}/`, { allowPrivate: true }, resolve);
    expect(fetched).toMatchObject({ ok: false, reason: 'privateAddress' });
    expect([first.hits(), inside.hits()]).toEqual([1, 0]);
  });
});

describe('how far it goes', () => {
  test('endless redirects end', async () => {
    const server = await serve((request, response) => response.writeHead(302, { location: `${request.url}a` }).end());
    expect(await near(server.url, { maxRedirects: 4 })).toMatchObject({ reason: 'tooManyRedirects' });
    expect(server.hits()).toBe(5);
  });

  test('a stream of 50 MB is left at the bound', async () => {
    let sent = 0;
    const server = await serve((_, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const more = () => {
        while (sent < 50_000_000 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    expect(await near(server.url, { maxBytes: 100_000 })).toMatchObject({ reason: 'tooLarge' });
    expect(sent).toBeLessThan(20_000_000);
  });

  test('a length that is told and too large is not read', async () => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-length': '50000000' }).flushHeaders(),
    );
    expect(await near(server.url, { maxBytes: 100_000 })).toMatchObject({ reason: 'tooLarge' });
  });

  test('a bomb of zeros is left at the bound', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const before = process.memoryUsage().arrayBuffers;
    expect(await near(server.url, { maxBytes: 100_000 })).toMatchObject({ reason: 'tooLarge' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  test('what is packed twice or not at all is unreadable', async () => {
    for (const encoding of ['gzip', 'br', 'gzip, gzip', 'zstd']) {
      const server = await serve((_, response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end('plain'),
      );
      expect(await near(server.url)).toMatchObject({ reason: 'unreadable' });
    }
  });

  test('a slow drip ends at the deadline', async () => {
    const server = await serve((_, response) => {
      const drip = setInterval(() => response.write('.'), 20);
      response.once('close', () => clearInterval(drip));
    });
    expect(await near(server.url, { timeoutMs: 300 })).toMatchObject({ reason: 'timedOut' });
  });

  test('a name server that is silent ends at the deadline', async () => {
    const silent = () => new Promise<string[]>(() => undefined);
    expect(await guardedFetch('http://slow.example/', { timeoutMs: 200 }, silent)).toMatchObject({
      reason: 'timedOut',
    });
  });
});

describe('what it answers', () => {
  test('body, headers and where it ended', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/') return void response.writeHead(301, { location: '/calendar.ics' }).end();
      response.writeHead(200, { 'content-encoding': 'gzip', etag: '"1"' }).end(gzipSync('BEGIN:VCALENDAR'));
    });
    const fetched = await near(`${server.url}/`);
    expect(fetched).toMatchObject({
      ok: true,
      status: 200,
      finalUrl: `${server.url}/calendar.ics`,
      notModified: false,
    });
    expect(fetched.ok && [fetched.body.toString(), fetched.headers.etag]).toEqual(['BEGIN:VCALENDAR', '"1"']);
  });

  test('304 to a condition', async () => {
    const server = await serve((request, response) =>
      response.writeHead(request.headers['if-none-match'] === '"1"' ? 304 : 200).end(),
    );
    const fetched = await near(server.url, { headers: { 'If-None-Match': '"1"' } });
    expect(fetched).toMatchObject({ ok: true, status: 304, notModified: true });
  });

  test('credentials stay behind when a redirect leaves the origin', async () => {
    const other = await serve((request, response) => response.end(JSON.stringify(request.headers)));
    const first = await serve((_, response) => response.writeHead(307, { location: other.url }).end());
    const fetched = await near(first.url, { headers: { Authorization: 'Bearer x', 'If-None-Match': '"1"' } });
    const headers = fetched.ok ? JSON.parse(fetched.body.toString()) : {};
    expect([headers.authorization, headers['if-none-match']]).toEqual([undefined, '"1"']);
  });

  test('a web page where a file was asked for', async () => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in'),
    );
    expect(await near(server.url, { accept: 'text/calendar' })).toMatchObject({ reason: 'webPage' });
    expect(await near(server.url, { accept: 'text/html, */*' })).toMatchObject({ ok: true });
  });

  test.each([
    [404, 'badStatus'],
    [500, 'badStatus'],
  ])('a status of %i: %s', async (status, reason) => {
    const server = await serve((_, response) => response.writeHead(status).end());
    expect(await near(server.url)).toMatchObject({ ok: false, reason, status });
  });

  test('nobody there, a name that is not, a connection that breaks', async () => {
    const server = await serve((request) => void request.socket.destroy());
    expect(await near(server.url)).toMatchObject({ reason: 'unreachable' });
    const gone = await serve(() => undefined);
    servers.at(-1)?.close();
    expect(await near(gone.url)).toMatchObject({ reason: 'unreachable' });
    const nowhere = await guardedFetch('http://nowhere.example/?token=s3cret', {}, async () => []);
    expect(nowhere).toMatchObject({
      reason: 'unreachable',
      detail: 'There is no nowhere.example: the name is not known.',
    });
  });

  test('a POST carries its body and follows no redirect', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/moved') return void response.writeHead(308, { location: '/' }).end();
      request.pipe(response);
    });
    const fetched = await near(server.url, { method: 'POST', body: '{"a":1}' });
    expect(fetched.ok && fetched.body.toString()).toBe('{"a":1}');
    expect(await near(`${server.url}/moved`, { method: 'POST', body: '{}' })).toMatchObject({
      reason: 'tooManyRedirects',
    });
  });
});
