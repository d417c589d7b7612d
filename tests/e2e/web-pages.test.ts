import { beforeAll, expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { describeStaff } from '../support/staff.ts';

await describeStaff('every page of the staff interface', (staff) => {
  beforeAll(() => staff.enter());

  const everyPage = async () => {
    const { items } = await staff.api<{ items: { id: string; announcement: string }[] }>(
      '/posts?state=published&limit=1',
    );
    const [post] = items;
    const [stored, edit] = [`/announcements/${post?.announcement}`, `/announcements/${post?.announcement}/edit`];
    return [
      '/',
      '/calendar',
      '/announcements',
      '/write',
      '/channels',
      '/imports',
      '/imports/new',
      '/imports/once',
      '/nowhere',
      `/posts/${post?.id}`,
      stored,
      edit,
    ];
  };

  test('a date reads as Finns say it', async () => {
    const lead = await staff.page
      .getByText(/klo \d{1,2}\.\d\d/)
      .first()
      .textContent();
    expect(lead).toMatch(
      /^(maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai)na \d{1,2}\. \p{L}+kuuta \d{4} klo \d{1,2}\.\d\d$/u,
    );
  });

  test('the keyboard reaches the content at once', async () => {
    await staff.open('/');
    await staff.page.keyboard.press('Tab');
    expect(await staff.page.evaluate('document.activeElement.textContent')).toBe('Siirry sisältöön');
    await staff.page.keyboard.press('Enter');
    expect(await staff.page.evaluate('document.activeElement.id')).toBe('content');
  });

  test.each(['light', 'dark'])('no page breaks WCAG 2.2 AA in the %s theme', async (theme) => {
    await staff.page.evaluate(`localStorage.setItem('mantine-color-scheme-value', '${theme}')`);
    for (const path of await everyPage()) {
      await staff.open(path);
      await staff.settled();
      expect(await violations(staff.page), `${path} in ${theme}`).toEqual([]);
    }
  });

  test('every page fits a phone of 360 points', async () => {
    await staff.page.setViewportSize({ width: 360, height: 740 });
    for (const path of await everyPage()) {
      await staff.open(path);
      await staff.settled();
      const over = await staff.page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(over, path).toBe(0);
      expect(await violations(staff.page), path).toEqual([]);
    }
    await staff.page.setViewportSize({ width: 1280, height: 900 });
  });

  test('it speaks Swedish and English too', async () => {
    await staff.open('/');
    for (const [language, heading] of [
      ['sv', 'Väntar på dig'],
      ['en', 'Waiting for you'],
      ['fi', 'Odottaa sinua'],
    ] as const) {
      await staff.page.locator('header select').selectOption(language);
      await staff.page.getByRole('heading', { name: heading }).waitFor();
      expect(await staff.page.evaluate('document.documentElement.lang')).toBe(language);
    }
  });
});
