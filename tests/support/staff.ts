import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, findChromium, openBrowser } from './browser.ts';
import { type RunningKaiku, startKaiku } from './running.ts';

const PICTURES = join(import.meta.dirname, '../../docs/screenshots');

export const ADMIN = { email: 'hallinta@example.org', password: 'a long enough password' };

/** A built Kaiku in trial mode and a browser that looks at it. What it holds is there once the first test runs. */
export interface Staff {
  readonly kaiku: RunningKaiku;
  readonly browser: Browser;
  readonly page: Page;
  /** Goes to a path below `/app` and waits for its heading. */
  open(path: string): Promise<void>;
  /** Waits until nothing on the page is still being fetched. */
  settled(): Promise<void>;
  signIn(email?: string, password?: string): Promise<void>;
  /** Opens the home page and signs the first administrator in. */
  enter(): Promise<void>;
  button(name: string | RegExp): Locator;
  inDialog(name: string): Locator;
  /** Asks the interface for programs, with the key of the first start. A body makes it a POST. */
  api<Answer = { state: string }>(path: string, body?: unknown): Promise<Answer>;
  sandbox(path: string, body: unknown): Promise<void>;
  /** Keeps what is shown as a picture of the README, when asked for (`npm run screenshots`). */
  picture(name: string): Promise<void>;
}

/**
 * A suite that looks at the staff interface of a Kaiku of its own. Where there is no browser it says so loudly and is
 * not run. At its end nothing may have been complained about in the console.
 */
export async function describeStaff(name: string, body: (staff: Staff) => void): Promise<void> {
  const program = await findChromium(`${name} (tests/e2e)`);
  describe.skipIf(program === null)(name, () => {
    const staff = {} as { -readonly [Key in keyof Staff]: Staff[Key] };
    beforeAll(async () => {
      const kaiku = await startKaiku({ KAIKU_ADMIN_EMAIL: ADMIN.email, KAIKU_ADMIN_PASSWORD: ADMIN.password });
      Object.assign(staff, { kaiku });
      const browser = await openBrowser(program ?? '');
      Object.assign(staff, { browser, page: browser.page }, actsOn(kaiku, browser.page));
    });
    afterAll(async () => {
      await staff.browser?.close();
      await staff.kaiku?.stop();
    });
    afterEach(async ({ task }) => {
      if (task.result?.state !== 'fail') return;
      const file = join(tmpdir(), `kaiku-web-${task.id}.png`);
      await staff.page?.screenshot({ path: file, fullPage: true });
      process.stderr.write(`what the browser showed: ${file}\n`);
    });
    body(staff);
    test('nothing broke on the way, and no page asked a third party for anything', () => {
      expect(staff.browser.complaints).toEqual([]);
      expect(staff.browser.strangers).toEqual([]);
    });
  });
}

type Acts = Omit<Staff, 'kaiku' | 'browser' | 'page'>;

function actsOn(kaiku: RunningKaiku, page: Page): Acts {
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const open = async (path: string) => {
    await page.goto(`${kaiku.address}/app${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  const signIn = async (email = ADMIN.email, password = ADMIN.password) => {
    await page.getByRole('textbox', { name: 'Sähköposti' }).fill(email);
    await page.getByLabel('Salasana').fill(password);
    await button('Kirjaudu').click();
  };
  return {
    button,
    open,
    signIn,
    inDialog: (name) => page.getByRole('dialog').getByRole('button', { name, exact: true }),
    // The stream never ends, so the network is never idle.
    async settled() {
      const busy = page.getByText('Haetaan …').or(page.locator('[aria-busy="true"]'));
      await expect.poll(() => busy.count(), { timeout: 10_000 }).toBe(0);
    },
    async enter() {
      await open('/');
      await signIn();
      await page.getByRole('heading', { name: 'Odottaa sinua' }).waitFor();
    },
    async api<Answer>(path: string, body?: unknown) {
      const answer = await fetch(`${kaiku.address}/api/v1${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${kaiku.key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(answer.ok, path).toBe(true);
      return (await answer.json()) as Answer;
    },
    async picture(name) {
      if (!process.env.KAIKU_SCREENSHOTS) return;
      await page.evaluate('document.activeElement?.blur(); window.scrollTo(0, 0)');
      await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' });
    },
    async sandbox(path, body) {
      const headers = { 'content-type': 'application/json' };
      const sent = { method: 'POST', headers, body: JSON.stringify(body) };
      expect((await fetch(`${kaiku.sandbox}/sandbox${path}`, sent)).ok, path).toBe(true);
    },
  };
}

/** "25.12.2026", so many days from now. */
export function finnishDate(days: number): string {
  const [year, month, day] = dateIn(days).split('-').map(Number);
  return `${day}.${month}.${year}`;
}

/** "2026-12-25" in Finland, so many days from now. */
export function dateIn(days: number): string {
  const zone = { timeZone: 'Europe/Helsinki' };
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', zone);
}

export function isNextMonth(days: number): boolean {
  return dateIn(days).slice(0, 7) !== dateIn(0).slice(0, 7);
}
