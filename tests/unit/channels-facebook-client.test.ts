import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createFacebookClient, type FacebookCall } from '#src/channels/facebook/client';

const TOKEN = 'EAAsecret|token';
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function platform(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

function get(more: Partial<FacebookCall> = {}): FacebookCall {
  return { method: 'get', path: 'me', token: TOKEN, ...more };
}

describe('the Facebook client', () => {
  test('always calls the version that is set, at the origin that is set', async () => {
    const seen: string[] = [];
    const origin = await platform((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.end('{"id":"1"}');
    });
    const client = createFacebookClient({ origin, version: 'v25.0' });
    await client.call(get({ params: { fields: 'id,name' } }));
    await client.call({ method: 'post', path: '1/feed?fields=id', params: { message: 'ä&b' }, token: TOKEN });
    await client.call({ method: 'delete', path: '1_2', token: TOKEN });
    const token = encodeURIComponent(TOKEN);
    expect(seen).toEqual([
      `GET /v25.0/me?fields=id%2Cname&access_token=${token}`,
      `POST /v25.0/1/feed?fields=id&access_token=${token}`,
      `DELETE /v25.0/1_2?access_token=${token}`,
    ]);
  });

  test('keeps parallel calls of clients with different origins apart', async () => {
    const origins = await Promise.all(
      ['a', 'b'].map((name) =>
        platform((request, response) => {
          const id = new URL(request.url ?? '', 'http://x').searchParams.get('n') ?? '';
          setImmediate(() => {
            response.setHeader('x-app-usage', `{"call_count":${id}}`);
            response.end(JSON.stringify({ name, id }));
          });
        }),
      ),
    );
    const clients = origins.map((origin) => createFacebookClient({ origin, version: 'v25.0' }));
    const calls = Array.from({ length: 20 }, (_, n) => clients[n % 2]?.call(get({ params: { n: String(n) } })));
    const replies = await Promise.all(calls);
    expect(replies).toEqual(
      replies.map((_, n) => ({
        kind: 'ok',
        body: { name: n % 2 === 0 ? 'a' : 'b', id: String(n) },
        usage: { percent: n, regainMinutes: null },
      })),
    );
  });

  test('uploads bytes as multipart, every field as text', async () => {
    const bodies: string[] = [];
    const origin = await platform(async (request, response) => {
      bodies.push(`${request.headers['content-type']}\n${await bodyOf(request)}`);
      response.end('{"id":"9"}');
    });
    const client = createFacebookClient({ origin, version: 'v25.0' });
    const bytes = Uint8Array.from([0, 255, 13, 10, 128]);
    const reply = await client.call({
      method: 'post',
      path: '1/photos',
      params: { published: 'false', alt_text_custom: 'talo' },
      token: TOKEN,
      file: { bytes, filename: 'image-1.png', mime: 'image/png' },
    });
    expect(reply).toMatchObject({ kind: 'ok', body: { id: '9' } });
    expect(bodies[0]).toMatch(/^multipart\/form-data; boundary=/);
    expect(bodies[0]).toContain('name="published"\r\n\r\nfalse\r\n');
    expect(bodies[0]).toContain('name="alt_text_custom"\r\n\r\ntalo\r\n');
    expect(bodies[0]).toContain(
      'name="source"; filename="image-1.png"\r\nContent-Type: image/png\r\n\r\n\0\xFF\r\n\x80\r\n',
    );
  });

  test('proves the app with each call when its secret is known', async () => {
    let query = new URLSearchParams();
    const origin = await platform((request, response) => {
      query = new URL(request.url ?? '', 'http://x').searchParams;
      response.end('{"id":"1"}');
    });
    const client = createFacebookClient({ origin, version: 'v25.0', appSecret: 'app-secret' });
    await client.call({ method: 'post', path: '1/feed', params: { message: 'm' }, token: 'T' });
    // HMAC-SHA256 of "T" with the key "app-secret", by `openssl dgst`.
    expect(query.get('appsecret_proof')).toBe('c7e078aa9e6018b8915ef73205fcbf9906fffe62abd39f9a6e34ed7f86fb090c');
  });
});

describe('an answer of Facebook', () => {
  test.each<[string, number, string, object]>([
    [
      'a refusal',
      400,
      '{"error":{"message":"m","code":190,"error_subcode":463}}',
      { kind: 'refused', error: { code: 190, subcode: 463, message: 'm' } },
    ],
    [
      'a refusal with words for people',
      400,
      '{"error":{"message":"m","error_user_msg":"Hei","code":100}}',
      { kind: 'refused', error: { code: 100, subcode: null, message: 'Hei' } },
    ],
    ['a page of HTML', 500, '<html>sorry</html>', { kind: 'unclear' }],
    ['nothing', 200, '', { kind: 'unclear' }],
    ['null', 200, 'null', { kind: 'unclear' }],
    ['false', 200, 'false', { kind: 'unclear' }],
    ['JSON without an error but a bad status', 502, '{"id":"1"}', { kind: 'unclear' }],
    ['an error without a number', 400, '{"error":"no"}', { kind: 'unclear' }],
    ['a redirect', 302, '', { kind: 'unclear' }],
    ['true', 200, 'true', { kind: 'ok', body: true }],
  ])('%s', async (_name, status, body, reply) => {
    const origin = await platform((_request, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:1/' });
      response.end(body);
    });
    expect(await createFacebookClient({ origin, version: 'v25.0' }).call(get())).toMatchObject(reply);
  });

  test('that never comes is unclear, also when it drips', async () => {
    const silent = await platform(() => undefined);
    const timeouts = { jsonMs: 50 };
    const client = createFacebookClient({ origin: silent, version: 'v25.0', timeouts });
    expect(await client.call(get())).toMatchObject({
      kind: 'unclear',
      why: 'the connection failed (no answer in time)',
    });
  });

  test('lost on the way is unclear, and no connection is not sent', async () => {
    const dropping = await platform((request) => request.socket.destroy());
    expect(await createFacebookClient({ origin: dropping, version: 'v25.0' }).call(get())).toMatchObject({
      kind: 'unclear',
    });
    const nobody = await platform(() => undefined);
    const [server] = servers.splice(1, 1);
    server?.close();
    expect(await createFacebookClient({ origin: nobody, version: 'v25.0' }).call(get())).toMatchObject({
      kind: 'notSent',
    });
  });

  test('never holds the token, nor does any output', async () => {
    const output = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const origin = await platform((_request, response) => {
      response.statusCode = 400;
      response.end(JSON.stringify({ error: { message: `Malformed access token ${TOKEN}`, code: 190 } }));
    });
    const reply = await createFacebookClient({ origin, version: 'v25.0' }).call(get());
    expect(inspect(reply, { depth: 9 })).not.toContain('secret');
    expect(reply).toMatchObject({ error: { message: 'Malformed access token …' } });
    expect(output).not.toHaveBeenCalled();
    output.mockRestore();
  });
});
