import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guardedFetch } from '#src/net/guarded-fetch';
import { type ApiServer, startApi } from '../support/api-server.ts';

const pages: Record<string, { type?: string; status?: number; body: string | Buffer }> = {};
const asked: string[] = [];
let site: Server;
let address: string;
let api: ApiServer;
/** Whether private addresses are taken, as in trial mode; the test's own site is on one. */
let trial = true;

beforeAll(async () => {
  site = createServer((request, response) => {
    asked.push(request.url ?? '');
    const page = pages[request.url ?? ''];
    response.writeHead(page?.status ?? (page ? 200 : 404), { 'content-type': page?.type ?? 'text/html' });
    response.end(page?.body ?? '');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => site.once('listening', resolve));
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  api = await startApi({ fetch: (url, bounds) => guardedFetch(url, { ...bounds, allowPrivate: trial }) });
});
afterAll(async () => {
  await api.close();
  site.closeAllConnections();
  site.close();
});

const card = async (path: string) => (await api.call('POST', '/api/v1/link-cards', { url: `${address}${path}` })).body;

describe('the card of a link', () => {
  test('says what the page says of itself, with its picture as a small JPEG', async () => {
    const picture = { create: { width: 1600, height: 1600, channels: 3, background: '#225577' } } as const;
    pages['/kuva.png'] = { type: 'image/png', body: await sharp(picture).png().toBuffer() };
    pages['/uutinen'] = {
      body: `<html><head><title>Uutinen – Sivusto</title>
        <meta property="og:title" content="Puu  &amp;
        terva"><meta name="description" content="Mitä opittiin."><meta property="og:image" content="kuva.png"></head>`,
    };
    const told = await card('/uutinen');
    expect(told).toMatchObject({ ok: true, title: 'Puu & terva', description: 'Mitä opittiin.', reason: null });
    const shown = Buffer.from(told.shown.replace('data:image/jpeg;base64,', ''), 'base64');
    expect(await sharp(shown).metadata()).toMatchObject({ format: 'jpeg', width: 1200, height: 628 });
    expect(Buffer.from(await api.deps.media.read(told.image.sha256)).equals(shown)).toBe(true);
  });

  test('is asked for once in a while; a page that failed is asked again', async () => {
    pages['/kerran'] = { body: '<title>Kerran</title>' };
    await card('/kerran');
    expect(await card('/kerran')).toMatchObject({ title: 'Kerran', image: null, shown: null });
    expect(asked.filter((path) => path === '/kerran')).toHaveLength(1);
    expect((await card('/myöhemmin')).reason).toBe('badStatus');
    pages[`/${encodeURIComponent('myöhemmin')}`] = { body: '<title>Nyt</title>' };
    expect((await card('/myöhemmin')).title).toBe('Nyt');
  });

  test.each([
    ['a page that is not there', '/poissa', {}, 'badStatus'],
    ['a file', '/ohjelma.pdf', { type: 'application/pdf', body: '%PDF' }, 'noPage'],
  ])('tells why there is none: %s', async (_what, path, page, reason) => {
    if ('body' in page) pages[path] = page;
    const told = await card(path);
    expect(told).toMatchObject({ ok: false, reason, title: null, shown: null });
    expect(told.detail).not.toBe('');
  });

  test('is whole without a picture that is none', async () => {
    pages['/rikki.png'] = { type: 'image/png', body: 'no picture at all' };
    pages['/rikki'] = { body: '<title>Rikki</title><meta property="og:image" content="/rikki.png">' };
    expect(await card('/rikki')).toMatchObject({ ok: true, title: 'Rikki', image: null });
  });

  test('never comes from a private network, nor does its picture', async () => {
    trial = false;
    expect(await card('/salainen')).toMatchObject({ ok: false, reason: 'privateAddress' });
    expect(asked).not.toContain('/salainen');
    const { status } = await api.call('POST', '/api/v1/link-cards', { url: 'file:///etc/passwd' });
    expect(status).toBe(422);
  });
});
