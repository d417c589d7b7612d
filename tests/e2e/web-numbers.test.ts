import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { describeStaff } from '../support/staff.ts';

const DAY_MS = 86_400_000;

await describeStaff('the page of numbers', (staff) => {
  const shot = async (name: string) => {
    const folder = process.env.KAIKU_SHOTS;
    if (folder) await staff.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };

  const idOfWebsitePost = async () => {
    const { items } = await staff.api<{ items: { id: string }[] }>('/posts?channel=website&state=published&limit=1');
    return items[0]?.id;
  };

  beforeAll(() => staff.enter());

  test('the numbers of what is out are read', { timeout: 120_000 }, async () => {
    const posts = async () =>
      (await staff.api<{ items: { id: string; channel: string }[] }>('/posts?state=published&limit=50')).items.filter(
        ({ channel }) => channel !== 'website',
      );
    await expect.poll(async () => (await posts()).length, { timeout: 30_000 }).toBeGreaterThan(1);
    await staff.sandbox('/clock', { advanceMs: 3 * DAY_MS });
    for (const { id } of await posts()) await staff.api(`/posts/${id}/measure`, {});
    const total = async () => (await staff.api<{ total: { totals: { reach: number | null } } }>('/summaries')).total;
    await expect.poll(async () => (await total()).totals.reach ?? 0, { timeout: 30_000 }).toBeGreaterThan(0);
  });

  test('a post’s page shows what stands on the platform, and a dash where nothing is known', {
    timeout: 60_000,
  }, async () => {
    const { items } = await staff.api<{ items: { id: string; remoteId: string }[] }>(
      '/posts?channel=facebook-klusteri&state=published&limit=1',
    );
    const [post] = items;
    if (!post) throw new Error('no post is out');
    const stands = { views: 54_321, reach: 12_345, reactions: 678, comments: 90, shares: 12, clicks: 345 };
    await staff.sandbox(`/numbers/${post.remoteId}`, stands);
    await staff.open(`/posts/${post.id}`);
    const shown = () => staff.page.getByRole('region', { name: 'Luvut' }).locator('dl > div').allInnerTexts();
    // The page is open while the numbers come: they appear without a reload.
    await staff.api(`/posts/${post.id}/measure`, {});
    await expect
      .poll(async () => (await shown()).map((each) => each.replace(/\s+/gu, ' ')), { timeout: 40_000 })
      .toEqual(
        expect.arrayContaining(['katselut 54 321', 'tavoittavuus 12 345', 'reaktiot 678', 'kommentit 90', 'jaot 12']),
      );
    const onWebsite = await idOfWebsitePost();
    await staff.api(`/posts/${onWebsite}/measure`, {});
    await staff.open(`/posts/${onWebsite}`);
    await staff.page.getByRole('region', { name: 'Luvut' }).getByText('–').first().waitFor();
    // The same on the announcement's own page, where an event has its attendance beside it.
    await staff.page.getByRole('link', { name: 'Tiedote, josta tämä on tehty' }).click();
    const back = staff.page.getByRole('region', { name: 'Mitä tuli takaisin' });
    await back.locator('dl > div').filter({ hasText: 'tavoittavuus' }).waitFor();
    expect(await back.locator('dl > div').allInnerTexts()).toHaveLength(6);
  });

  test('tells in words and in four numbers what happened', async () => {
    await staff.open('/numbers');
    await staff.page.getByText(/Jaksolla julkaistiin \d+ julkaisua.*Tavoittavuuksien summa on/).waitFor();
    expect(await staff.page.locator('main dl > div').count()).toBe(4);
    await staff.page.locator('main ol li a').first().waitFor();
    await shot('numbers-light');
  });

  test('every chart has its table by keyboard and its file', async () => {
    for (const title of ['Ajan mukaan', 'Kanavat', 'Teemat', 'Parhaat tunnit']) {
      const section = staff.page.getByRole('region', { name: title });
      await section.locator('summary').focus();
      await staff.page.keyboard.press('Enter');
      expect(await section.getByRole('table').locator('tbody tr').count(), title).toBeGreaterThan(0);
      const [file] = await Promise.all([
        staff.page.waitForEvent('download'),
        staff.button(`Lataa CSV: ${title}`).press('Enter'),
      ]);
      const text = await readFile(await file.path(), 'utf8');
      expect(text, title).toMatch(/^\ufeff[^\r]+,julkaisut,tavoittavuus,/);
      const rows = await section.getByRole('table').locator('tbody tr').count();
      expect(text.trimEnd().split('\r\n')).toHaveLength(rows + 1);
    }
  });

  test('the choice stands in the address, and the report is of the same days', async () => {
    await staff.page.getByLabel('Jakso').selectOption('year');
    await staff.page.getByLabel('Kaavioiden luku').selectOption('views');
    await expect.poll(() => new URL(staff.page.url()).search).toBe('?period=year&measure=views');
    await staff.page.getByLabel('Jakso').selectOption('own');
    await staff.page.getByLabel('Alkaa').fill('2020-01-01');
    await staff.page.getByLabel('Päättyy').fill('2020-02-01');
    await staff.page.getByRole('heading', { name: 'Jaksolla ei julkaistu mitään' }).waitFor();
    const [file] = await Promise.all([
      staff.page.waitForEvent('download', { timeout: 30_000 }),
      staff.page
        .getByRole('region', { name: 'Raportti rahoittajalle' })
        .getByRole('button', { name: 'Lataa PDF' })
        .click(),
    ]);
    expect(file.suggestedFilename()).toBe('kaiku-2020-01-01-2020-02-01.pdf');
  });

  test.each(['light', 'dark'])('breaks nothing of WCAG 2.2 AA in the %s theme, and fits a phone', async (theme) => {
    await staff.page.evaluate(`localStorage.setItem('mantine-color-scheme-value', '${theme}')`);
    for (const path of ['/numbers?period=365', '/numbers/explained']) {
      for (const width of [1280, 360]) {
        await staff.page.setViewportSize({ width, height: 800 });
        await staff.open(path);
        if (path.includes('period')) await staff.page.locator('main ol li a').first().waitFor();
        for (const summary of await staff.page.locator('main summary').all()) await summary.click();
        expect(await violations(staff.page), `${path} in ${theme} at ${width}`).toEqual([]);
        const over = await staff.page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(over, `${path} at ${width}`).toBe(0);
        await shot(`${path.includes('explained') ? 'explained' : 'numbers'}-${theme}-${width}`);
      }
    }
    await staff.page.setViewportSize({ width: 1280, height: 900 });
  });
});
