import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { SANDBOX_APPS, SANDBOX_PAGES } from '#sandbox/seed';
import { violations } from '../support/browser.ts';
import { describeStaff } from '../support/staff.ts';

const DAY = 86_400_000;
const TITLE = 'Hirsirakentamisen päivä';

await describeStaff('what people are told', (staff) => {
  beforeAll(() => staff.enter());

  const show = (name: string) => staff.page.screenshot({ path: join(tmpdir(), `kaiku-${name}.png`) });

  /** A key of LinkedIn's that has ten days left: made fifty days ago, by the stand-in's clock. */
  async function agedKey(): Promise<string> {
    const page = SANDBOX_PAGES.filter(({ kind }) => kind === 'linkedin')[1];
    await staff.sandbox('/clock', { advanceMs: -50 * DAY });
    const answer = await fetch(`${staff.kaiku.sandbox}/oauth/v2/accessToken`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: page?.refreshToken ?? '',
        client_id: SANDBOX_APPS.linkedin.id,
        client_secret: SANDBOX_APPS.linkedin.secret,
      }),
    });
    await staff.sandbox('/clock', { advanceMs: 50 * DAY });
    const { access_token } = (await answer.json()) as { access_token: string };
    await staff.api('/channels', {
      kind: 'linkedin',
      slug: 'lab',
      name: 'Arctic Building Lab',
      remoteId: page?.remoteId,
      accessToken: access_token,
    });
    return access_token;
  }

  test('a rejected post rings the bell by itself, and the notice leads to it', async () => {
    await staff.page.getByRole('button', { name: 'Ilmoitukset, ei lukemattomia' }).waitFor();
    const fault = { platform: 'facebook', operation: 'publish', mode: 'rejected', times: 1 };
    await staff.sandbox('/faults', fault);
    await staff.api('/announcements', {
      kind: 'announcement',
      organisation: 'lapin-amk',
      texts: { fi: { title: TITLE, body: 'Tervetuloa.' } },
      channels: ['facebook-klusteri'],
      submit: true,
    });
    const bell = staff.page.getByRole('button', { name: 'Ilmoitukset, 1 lukematta' });
    await bell.waitFor({ timeout: 60_000 });
    await bell.press('Enter');
    const dialog = staff.page.getByRole('dialog', { name: 'Ilmoitukset' });
    await dialog.getByText('ei ottanut julkaisua vastaan').waitFor();
    await dialog.getByText('Korjaa tekstiä tai kuvia').waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await show('notices');
    await dialog.getByRole('link', { name: `Julkaisua ei hyväksytty: ${TITLE}` }).press('Enter');
    await staff.page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await staff.page.getByRole('button', { name: 'Ilmoitukset, ei lukemattomia' }).waitFor();
  });

  test('mails can be turned off there, and come in the language of the page', async () => {
    await staff.page.getByRole('button', { name: /^Ilmoitukset/ }).click();
    const byMail = staff.page.getByRole('switch', { name: 'Lähetä ilmoitukset myös sähköpostiin' });
    await byMail.waitFor();
    expect(await byMail.isChecked()).toBe(true);
    await byMail.press('Space');
    const asked = (wanted: object) =>
      expect
        .poll(() =>
          staff.page.evaluate(
            `fetch('/api/v1/me').then((r) => r.json()).then(({ language, noticesByMail }) => ({ language, noticesByMail }))`,
          ),
        )
        .toEqual(wanted);
    await asked({ language: 'fi', noticesByMail: false });
    await staff.page.keyboard.press('Escape');
    await staff.page.getByLabel('Kieli').selectOption('sv');
    await asked({ language: 'sv', noticesByMail: false });
    await staff.page.getByLabel('Språk').selectOption('fi');
    await asked({ language: 'fi', noticesByMail: false });
  });

  test('what ends soon stands on top of the home page and with its channel', async () => {
    await agedKey();
    await staff.open('/');
    const ends = staff.page.getByRole('region', { name: 'Vanhenee pian' });
    await ends.getByText('Arctic Building Lab: avain vanhenee').waitFor();
    expect(await ends.textContent()).toMatch(/(9|10) päivän päästä/);
    expect(await violations(staff.page)).toEqual([]);
    await show('home-ends');
    await staff.open('/channels');
    const card = staff.page.getByRole('article', { name: 'Arctic Building Lab' });
    await card.getByText('Yhdistä sivu uudelleen ennen sitä').waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await show('channels-ends');
  });

  test('all of it fits a phone', async () => {
    await staff.page.setViewportSize({ width: 360, height: 740 });
    await staff.open('/');
    await staff.page.getByRole('button', { name: /^Ilmoitukset/ }).click();
    await staff.page.getByRole('dialog', { name: 'Ilmoitukset' }).waitFor();
    const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await staff.page.evaluate(over)).toBe(0);
    expect(await violations(staff.page)).toEqual([]);
    await show('notices-phone');
    await staff.page.setViewportSize({ width: 1280, height: 900 });
  });
});
