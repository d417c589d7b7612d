import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { describeStaff } from '../support/staff.ts';

await describeStaff('every page of the staff interface', (staff) => {
  let source = '';
  beforeAll(async () => {
    await staff.enter();
    const calendar = { name: 'Kalenteri', address: 'https://example.org/a.ics', kind: 'calendar', paused: true };
    const treatment = { organisation: 'lapin-liitto', channels: ['website'], language: 'fi' };
    source = (await staff.api<{ id: string }>('/imports', { ...calendar, ...treatment })).id;
  });

  /** Every route of the interface, with an address of a page that it shows. */
  const addresses = async (): Promise<Record<string, string>> => {
    const { items } = await staff.api<{ items: { id: string; announcement: string }[] }>(
      '/posts?state=published&limit=1',
    );
    const [post] = items;
    return {
      index: '/',
      announcements: '/announcements',
      'announcements/:ref': `/announcements/${post?.announcement}`,
      'announcements/:ref/edit': `/announcements/${post?.announcement}/edit`,
      write: '/write',
      'write/csv': '/write/csv',
      calendar: '/calendar',
      'posts/:id': `/posts/${post?.id}`,
      campaigns: '/campaigns',
      numbers: '/numbers',
      'numbers/explained': '/numbers/explained',
      channels: '/channels',
      imports: '/imports',
      'imports/new': '/imports/new',
      'imports/once': '/imports/once',
      'imports/:id': `/imports/${source}`,
      'imports/:id/edit': `/imports/${source}/edit`,
      status: '/status',
      profile: '/profile',
      people: '/people',
      keys: '/keys',
      webhooks: '/webhooks',
      settings: '/settings',
      audit: '/audit',
      '*': '/nowhere',
    };
  };
  const everyPage = async () => {
    const known = await addresses();
    return [...Object.values(known), '/calendar?view=timeGridWeek', '/calendar?view=listMonth'];
  };

  /** Whether the element with the focus, or what stands for it, shows that it has it. */
  const outlined = () =>
    staff.page.evaluate(`(() => {
      const e = document.activeElement;
      const near = [e, e.parentElement, e.nextElementSibling, e.closest('label, [class]')].filter(Boolean);
      return near.some((each) => { const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'; });
    })()`);

  test('no route of the interface is left out here', async () => {
    const app = readFileSync(join(import.meta.dirname, '../../web/src/app/App.tsx'), 'utf8');
    const routes = [...app.matchAll(/<Route (?:path="([^"]+)"|(index))/g)].map(([, path, index]) => path ?? index);
    expect(routes.length).toBeGreaterThan(8);
    expect(Object.keys(await addresses()).sort()).toEqual(routes.sort());
  });

  test('a date reads as Finns say it', async () => {
    await staff.picture('home');
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

  test('a followed link brings the focus to the new page, and a dialog gives it back', async () => {
    await staff.open('/');
    for (const name of ['Kalenteri', 'Tiedotteet', 'Kirjoita', 'Kanavat']) {
      const link = staff.page.getByRole('navigation').getByRole('link', { name });
      await link.focus();
      expect(await outlined(), name).toBe(true);
      await staff.page.keyboard.press('Enter');
      await staff.page.getByRole('heading', { level: 1, name }).waitFor();
      await expect.poll(() => staff.page.evaluate('document.activeElement.tagName'), { message: name }).toBe('H1');
    }
    const opener = staff.button('Pysäytä kaikki');
    await opener.focus();
    await staff.page.keyboard.press('Enter');
    await staff.page.getByRole('dialog').waitFor();
    expect(await staff.page.evaluate('document.activeElement.closest("[role=dialog]") !== null')).toBe(true);
    await staff.page.keyboard.press('Escape');
    await staff.page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => opener.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
  });

  test('by Tab alone every link, button and field of every page is reached, seen and outlined', async () => {
    for (const path of await everyPage()) {
      await staff.open(path);
      await staff.settled();
      // A roving group is one stop: its other members are reached by arrows.
      const wanted = Number(
        await staff.page.evaluate(`[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
          .filter((e) => !e.disabled && e.tabIndex >= 0 && e.type !== 'radio' && e.type !== 'file' && e.checkVisibility({ visibilityProperty: true }))
          .length`),
      );
      await staff.page.evaluate(
        'document.activeElement.blur(); window.scrollTo(0, 0); window.met_ = new Set(); window.there_ = new Set(document.querySelectorAll("*")); 0',
      );
      for (let step = 0; step < wanted + 40; step += 1) {
        await staff.page.keyboard.press('Tab');
        const { isNew, at } = (await staff.page.evaluate(`(() => {
          const e = document.activeElement; const isNew = e !== document.body && !window.met_.has(e);
          window.met_.add(e); // A chip's own checkbox has no size; its label is what is seen.
          const box = [e, e.nextElementSibling, e.parentElement].map((each) => each?.getBoundingClientRect()).find((each) => each?.width > 0);
          return { isNew, at: { what: e.outerHTML.slice(0, 120), body: e === document.body,
            seen: box !== undefined && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth } };
        })()`)) as { isNew: boolean; at: { what: string; body: boolean; seen: boolean } };
        if (!isNew) break;
        expect(at.seen, `${path}: ${at.what}`).toBe(true);
        expect(await outlined(), `${path}: ${at.what}`).toBe(true);
      }
      const missed =
        (await staff.page.evaluate(`[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter((e) => !e.disabled && e.tabIndex >= 0 && e.type !== 'radio' && e.type !== 'file' && e.checkVisibility({ visibilityProperty: true }) && window.there_.has(e) && !window.met_.has(e))
        .map((e) => e.outerHTML.slice(0, 120))`)) as string[];
      expect(missed, path).toEqual([]);
    }
  }, 180_000);

  test.each(['light', 'dark'])(
    'no page breaks WCAG 2.2 AA in the %s theme',
    async (theme) => {
      await staff.page.evaluate(`localStorage.setItem('mantine-color-scheme-value', '${theme}')`);
      for (const path of await everyPage()) {
        await staff.open(path);
        await staff.settled();
        expect(await violations(staff.page), `${path} in ${theme}`).toEqual([]);
      }
    },
    180_000,
  );

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
  }, 180_000);

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
