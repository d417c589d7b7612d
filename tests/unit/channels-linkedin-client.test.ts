import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { createLinkedInClient, type LinkedInClientSettings } from '#src/channels/linkedin/client';

const TOKEN = 'AQXsecret';
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

function client(origin: string, more: Partial<LinkedInClientSettings> = {}) {
  return createLinkedInClient({ origin, versions: ['202609'], ...more });
}

const post = { path: '/posts', entity: { commentary: 'x', targetEntities: [] }, token: TOKEN };
const read = { path: '/posts/{urn}', keys: { urn: 'urn:li:share:1' }, token: TOKEN };

describe('the LinkedIn client', () => {
  test('sends version and key, and encodes names but not punctuation', async () => {
    const seen: string[] = [];
    const origin = await platform((request, response) => {
      const { authorization, 'linkedin-version': version, 'x-restli-method': method } = request.headers;
      seen.push([request.method, request.url, authorization, version, method].join(' '));
      response.setHeader('content-type', 'application/json');
      response.end('{"elements":[]}');
    });
    const it = client(origin);
    await it.get(read);
    await it.find({
      path: '/stats',
      finder: 'organization',
      query: { shares: ['urn:li:share:1', 'urn:li:share:2'] },
      token: TOKEN,
    });
    await it.patch({ ...read, set: { commentary: 'y' } });
    await it.remove(read);
    await it.act({ path: '/images', action: 'initializeUpload', data: {}, token: TOKEN });
    const end = `Bearer ${TOKEN} 202609`;
    expect(seen).toEqual([
      `GET /rest/posts/urn%3Ali%3Ashare%3A1 ${end} get`,
      `GET /rest/stats?q=organization&shares=List(urn%3Ali%3Ashare%3A1,urn%3Ali%3Ashare%3A2) ${end} finder`,
      `POST /rest/posts/urn%3Ali%3Ashare%3A1 ${end} partial_update`,
      `DELETE /rest/posts/urn%3Ali%3Ashare%3A1 ${end} delete`,
      `POST /rest/images?action=initializeUpload ${end} action`,
    ]);
  });

  test.each([
    ['its id', { 'x-restli-id': 'urn:li:share:7' }, 'urn:li:share:7'],
    ['no id', {}, null],
    ['an id that cannot be read', { 'x-restli-id': '(a:(b' }, null],
  ])('takes 201 with %s for a yes', async (_name, headers, createdId) => {
    const origin = await platform((_request, response) => response.writeHead(201, headers).end());
    expect(await client(origin).create(post)).toMatchObject({ kind: 'ok', createdId });
  });

  test('tries the next version only on 426, and stays with the one that works', async () => {
    const seen: unknown[] = [];
    const origin = await platform((request, response) => {
      const version = request.headers['linkedin-version'];
      seen.push(version);
      if (version === '202610')
        response.writeHead(426, { 'content-type': 'application/json' }).end('{"code":"NONEXISTENT_VERSION"}');
      else response.writeHead(500).end();
    });
    const it = client(origin, { versions: ['202610', '202609', '202608'] });
    expect(await it.create(post)).toMatchObject({ kind: 'refused', error: { status: 500 } });
    expect(await it.create(post)).toMatchObject({ kind: 'refused', error: { status: 500 } });
    expect(seen).toEqual(['202610', '202609', '202609']);
  });

  test('tells 426 when no version is left', async () => {
    const origin = await platform((_request, response) => response.writeHead(426).end());
    const reply = await client(origin, { versions: ['202610', '202609'] }).create(post);
    expect(reply).toMatchObject({ kind: 'refused', error: { status: 426 } });
  });

  test('follows no redirect', async () => {
    let calls = 0;
    const origin = await platform((request, response) => {
      calls += 1;
      response.writeHead(307, { location: request.url }).end();
    });
    expect(await client(origin).create(post)).toMatchObject({ kind: 'refused', error: { status: 307 } });
    expect(calls).toBe(1);
  });

  test('puts bytes with the key, but only at LinkedIn', async () => {
    const seen: unknown[] = [];
    const origin = await platform((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { authorization, 'content-type': type } = request.headers;
        seen.push(request.method, request.url, authorization, type, Buffer.concat(chunks).toString('hex'));
        response.writeHead(201).end();
      });
    });
    const bytes = Uint8Array.from([0, 255, 1]);
    const elsewhere = await platform(() => expect.unreachable('the key went to a stranger'));
    expect(await client(origin).putBytes({ url: `${origin}/up/1`, bytes, token: TOKEN })).toMatchObject({ kind: 'ok' });
    expect(seen).toEqual(['PUT', '/up/1', `Bearer ${TOKEN}`, 'application/octet-stream', '00ff01']);
    for (const url of [
      `${elsewhere}/up`,
      'https://linkedin.com.evil.test/',
      'http://www.linkedin.com/x',
      'no address',
    ]) {
      expect(await client('http://127.0.0.1:1').putBytes({ url, bytes, token: TOKEN })).toMatchObject({
        kind: 'notSent',
      });
    }
  });
});

describe('an answer of LinkedIn', () => {
  test.each<[string, number, string, object]>([
    [
      'with everything',
      422,
      '{"status":422,"code":"X","serviceErrorCode":9,"message":"m","errorDetails":{"inputErrors":[{"code":"A"},{"code":"B"}]}}',
      { code: 'X', serviceCode: 9, message: 'm', inputCodes: ['A', 'B'] },
    ],
    ['with nothing', 403, '{}', { code: null, serviceCode: null, inputCodes: [] }],
    ['of HTML', 503, '<html>', { status: 503, code: null }],
    ['of another shape', 400, '{"errorDetails":{"inputErrors":"x"},"code":5}', { code: null, inputCodes: [] }],
  ])('%s', async (_name, status, body, error) => {
    const origin = await platform((_request, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    );
    expect(await client(origin).create(post)).toMatchObject({ kind: 'refused', error });
  });

  test('that never comes is unclear, also when it drips', async () => {
    const drips: NodeJS.Timeout[] = [];
    const silent = await platform(() => undefined);
    const dripping = await platform((_request, response) => {
      response.writeHead(200);
      drips.push(setInterval(() => response.write(' '), 10));
    });
    for (const origin of [silent, dripping]) {
      const reply = await client(origin, { timeouts: { jsonMs: 50 } }).create(post);
      expect(reply).toMatchObject({ kind: 'unclear', why: 'the connection failed (no answer in time)' });
    }
    for (const drip of drips) clearInterval(drip);
  });

  test('lost on the way is unclear, and no connection is not sent', async () => {
    const dropping = await platform((request) => request.socket.destroy());
    expect(await client(dropping).create(post)).toMatchObject({ kind: 'unclear' });
    const nobody = await platform(() => undefined);
    const [server] = servers.splice(1, 1);
    server?.close();
    expect(await client(nobody).create(post)).toMatchObject({ kind: 'notSent' });
  });

  test('never holds the key', async () => {
    const origin = await platform((_request, response) =>
      response.writeHead(401, { 'content-type': 'application/json' }).end(`{"message":"bad ${TOKEN}"}`),
    );
    const reply = await client(origin).get(read);
    expect(inspect(reply, { depth: 9 })).not.toContain('secret');
  });

  test('our own mistakes throw', async () => {
    await expect(client('http://127.0.0.1:1').get({ ...read, keys: {} })).rejects.toThrow('placeholders');
  });
});
