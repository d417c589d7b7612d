import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Access, Snapshot } from '#src/channels/contract';
import { createLinkedInChannel } from '#src/channels/linkedin/index';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

const access: Access = { channelId: 'c', remoteId: '123', accessToken: 'T', refreshToken: null };
const snapshot: Snapshot = {
  postId: 'p',
  attemptId: 'a',
  language: 'fi',
  channelId: 'c',
  remoteId: '123',
  title: 'Otsikko',
  text: 'Tule mukaan (Kemi) 12.1.',
  link: { url: 'https://a.fi/', target: 'https://a.fi/', title: 'x'.repeat(500), description: null },
  images: [],
  firstComment: null,
};

/** Accepts the post, and shows `post` when it is read back. */
async function publishedTo(post: object, over: Partial<Snapshot> = {}) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (chunk: string) => bodies.push(chunk));
    request.on('end', () => {
      const { method, url = '' } = request;
      if (url.includes('initializeUpload')) {
        const value = { uploadUrl: `${origin}/upload`, image: 'urn:li:image:9', uploadUrlExpiresAt: 1 };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ value }));
      } else if (method === 'PUT') response.writeHead(201).end();
      else if (url.startsWith('/rest/images') || url.startsWith('/images'))
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"AVAILABLE"}');
      else if (method === 'POST') response.writeHead(201, { 'x-restli-id': 'urn:li:share:7' }).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(post));
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tools = { readImage: async () => new Uint8Array(), arm: async () => true };
  const readCardImage = async (sha256: string) => {
    if (sha256 === 'lost') throw new Error('there is no such file');
    return new Uint8Array([1]);
  };
  const channel = createLinkedInChannel({ origin, versions: ['202609'], readCardImage });
  const outcome = await channel.publish({ ...snapshot, ...over }, access, tools);
  const sent = bodies.find((body) => body.includes('commentary')) ?? '{}';
  return { outcome, sent: JSON.parse(sent) as Record<string, unknown> };
}

describe('a post that LinkedIn accepted', () => {
  test('was sent by the page, escaped, with a card that it takes', async () => {
    const { sent } = await publishedTo({});
    expect(sent).toMatchObject({
      author: 'urn:li:organization:123',
      commentary: 'Tule mukaan \\(Kemi\\) 12.1.',
      content: { article: { source: 'https://a.fi/', title: `${'x'.repeat(399)}…` } },
    });
  });

  test.each([
    ['with the picture that belongs to it', 'kept', { thumbnail: 'urn:li:image:9' }],
    ['without a picture that is lost', 'lost', { source: 'https://a.fi/' }],
  ])('has a card %s', async (_name, sha256, expected) => {
    const image = { sha256, mime: 'image/jpeg', bytes: 1, width: 1, height: 1 };
    const link = { url: 'https://a.fi/', target: 'https://a.fi/', title: 'Sivu', description: 'Kuvaus', image };
    const { sent, outcome } = await publishedTo({}, { link });
    expect(outcome.kind).toBe('published');
    const { article } = sent.content as { article: Record<string, unknown> };
    expect(article).toMatchObject({ title: 'Sivu', description: 'Kuvaus', ...expected });
    expect('thumbnail' in article).toBe(sha256 === 'kept');
  });

  test.each([
    ['whole', { id: 'urn:li:share:7', commentary: 'Tule mukaan \\(Kemi\\) 12.1.' }, undefined],
    ['without its words', { id: 'urn:li:share:7' }, undefined],
    ['in another shape', { id: 5 }, undefined],
    ['cut', { id: 'urn:li:share:7', commentary: 'Tule mukaan ' }, expect.stringContaining('“(Kemi) 12.1.”')],
    [
      'as failed',
      { id: 'urn:li:share:7', commentary: '', lifecycleState: 'PUBLISH_FAILED' },
      expect.stringContaining('could not show it'),
    ],
  ])('and shows %s', async (_name, post, note) => {
    const { outcome } = await publishedTo(post);
    expect(outcome).toMatchObject({ kind: 'published', remoteId: 'urn:li:share:7' });
    expect(outcome.kind === 'published' ? outcome.note : null).toEqual(note);
  });
});
