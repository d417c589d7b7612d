import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { channels } from '#src/db/schema';
import { type ApiServer, startApi } from '../support/api-server.ts';
import { type Browser, findChromium, openBrowser, violations } from '../support/browser.ts';
import { create, inDays, picture, publish } from '../support/public-site.ts';

const program = await findChromium('the public site in a browser (tests/e2e/website.test.ts)');
const EMBED = join(import.meta.dirname, '../../dist/embed.js');

test('the list for other sites is under 10 kB', async () => {
  const { size } = await stat(EMBED);
  expect(size).toBeGreaterThan(1_000);
  expect(size).toBeLessThan(10_000);
});

describe.skipIf(program === null)('the public site', () => {
  let api: ApiServer;
  let browser: Browser;
  let other: { server: Server; url: string };
  let slug = '';
  let cancelled = '';

  beforeAll(async () => {
    api = await startApi({ embedFile: EMBED });
    await api.deps.database.db.update(channels).set({ languages: ['fi', 'sv'] });
    browser = await openBrowser(program ?? '');
    other = await otherSite();
    const image = await picture(api, 'Hirsiseinä auringossa');
    const texts = {
      fi: {
        title: 'Rakennusterveysasiantuntijakoulutuksen avajaistilaisuus',
        body: 'Tervetuloa!\n\nKahvit tarjotaan.',
      },
      sv: { title: 'Träbyggnadsdagen <b>i Kemi</b>', body: 'Välkommen!' },
    };
    const event = {
      startsAt: inDays(20).toISOString(),
      place: 'Jokiväylä 11, Rovaniemi',
      registrationUrl: 'https://example.fi/ilmo',
    };
    const made = (over: Record<string, unknown>) =>
      create(api, {
        kind: 'event',
        publishAt: inDays(2).toISOString(),
        texts,
        themes: ['wood-construction'],
        event,
        ...over,
      });
    const { announcement, posts } = await made({ funding: 'A72158', media: [image.id] });
    slug = announcement.slug;
    for (const post of posts) await publish(api, { ...post, title: post.title ?? 'Otsikko' }, [image]);
    const gone = await made({});
    cancelled = gone.announcement.slug;
    await api.call('POST', `/api/v1/announcements/${gone.announcement.id}/cancel`);
    const news = await create(api, { themes: ['renovation'] });
    await publish(api, news.posts[0]);
  });
  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => other?.server.close(resolve));
    await api?.close();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const file = join(tmpdir(), `kaiku-website-${task.id}.png`);
    await browser?.page.screenshot({ path: file, fullPage: true });
    process.stderr.write(`what the browser showed: ${file}\n`);
  });

  /** A site that is not Kaiku's; what it answers at any address is what the test wants. */
  async function otherSite() {
    const server = createServer((request, response) => {
      const attributes = decodeURIComponent(new URL(request.url ?? '', 'http://x').search.slice(1));
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><html lang="fi"><head><title>Toinen sivusto</title>
<style>a { color: rgb(200, 0, 0) !important } ul { display: none }</style></head>
<body><main><h1>Toinen sivusto</h1><kaiku-list ${attributes}><p>Ei vielä luettu</p></kaiku-list></main>
<script src="${api.url}/embed.js" async></script></body></html>`);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    return { server, url: `http://localhost:${(server.address() as AddressInfo).port}` };
  }

  test.each<[string, () => string]>([
    ['the list', () => '/'],
    ['the list in Swedish, by theme', () => '/?language=sv&theme=wood-construction'],
    ['a list with nothing', () => '/?theme=quality-of-construction'],
    ['an event', () => `/a/${slug}`],
    ['an event in one language', () => `/a/${slug}?language=sv`],
    ['a cancelled event', () => `/a/${cancelled}`],
    ['nothing', () => '/a/nothing'],
  ])('%s: axe finds nothing, light or dark, and nothing runs over a small screen', async (_name, path) => {
    const { page } = browser;
    await page.goto(`${api.url}${path()}`);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(browser.complaints).toEqual([]);
    expect(browser.strangers).toEqual([]);
  });

  test('by keyboard alone one skips to the content, chooses a theme and opens what is there', async () => {
    const { page } = browser;
    await page.goto(`${api.url}/`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Siirry sisältöön');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.name')).toBe('theme');
    await page.keyboard.type('puu');
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForURL('**/?theme=wood-construction'), page.keyboard.press('Enter')]);
    const link = page.getByRole('link', { name: 'Rakennusterveysasiantuntijakoulutuksen avajaistilaisuus' }).first();
    await link.focus();
    await Promise.all([page.waitForURL('**/a/*'), page.keyboard.press('Enter')]);
    expect(await page.getByRole('link', { name: 'Lisää kalenteriin' }).first().isVisible()).toBe(true);
  });

  test('another site shows the list, in its own frame, without cookies, and axe finds nothing', async () => {
    const { page, context } = browser;
    await page.goto(`${other.url}/?${encodeURIComponent('language="sv" theme="wood-construction" count="1"')}`);
    const list = page.locator('kaiku-list');
    await list.getByRole('heading', { name: 'Kommande evenemang' }).waitFor();
    const links = list.getByRole('link');
    expect(await links.allTextContents()).toContain('Träbyggnadsdagen <b>i Kemi</b>');
    expect(await list.getByRole('listitem').count()).toBe(2);
    expect(await list.getByRole('listitem').first().isVisible()).toBe(true);
    expect(await page.getByText('Ei vielä luettu').isVisible()).toBe(false);
    expect(await context.cookies()).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.evaluate(`document.querySelector('kaiku-list').setAttribute('language', 'fi')`);
    await list.getByRole('heading', { name: 'Tulevat tapahtumat' }).waitFor();
    expect(browser.complaints).toEqual([]);
    // The other site asked Kaiku, as it was written to; the list itself asked nobody further.
    expect(browser.strangers.filter((asked) => !asked.includes(` asked for ${api.url}/`))).toEqual([]);
    expect(browser.strangers).not.toEqual([]);
  });

  test('where the list cannot be read, the words of the page stay', async () => {
    const { page } = browser;
    await page.route('**/events.json*', (route) => route.abort());
    await page.goto(`${other.url}/?${encodeURIComponent('language="fi"')}`);
    await page.locator('kaiku-list:not([aria-busy])').waitFor();
    expect(await page.getByText('Ei vielä luettu').isVisible()).toBe(true);
    await page.unroute('**/events.json*');
  });
});
