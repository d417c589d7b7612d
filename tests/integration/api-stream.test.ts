import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, KEY, startApi } from '../support/api-server.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Reads the stream until `wanted` was said; what was said so far. */
async function hear(reader: ReadableStreamDefaultReader<string>, wanted: string): Promise<string> {
  let heard = '';
  while (!heard.includes(wanted)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended after: ${heard}`);
    heard += value;
  }
  return heard;
}

test('a stranger hears nothing', async () => {
  expect((await api.call('GET', '/api/v1/stream', undefined, { authorization: 'Bearer wrong' })).status).toBe(401);
});

test('whoever listens is told what changed from then on, and nothing of before', async () => {
  await api.call('POST', '/api/v1/channels/website/pause', {});
  const gone = new AbortController();
  const headers = { authorization: `Bearer ${KEY}` };
  const response = await fetch(`${api.url}/api/v1/stream`, { headers, signal: gone.signal });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new TextDecoderStream())
    .getReader();
  await hear(reader, ': connected\n\n');
  await api.call('POST', '/api/v1/cluster/pause', {});
  const heard = await hear(reader, '"action":"cluster.stopped"');
  expect(heard).toContain('event: change\n');
  expect(heard).not.toContain('channel.paused');
  gone.abort();
});
