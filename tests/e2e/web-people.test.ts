import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { ADMIN, describeStaff } from '../support/staff.ts';
import { totp } from '../support/totp.ts';

const MAIJA = { name: 'Maija Malli', email: 'maija@example.org', password: 'a password of her own' };

await describeStaff('the pages behind the name of the person', (staff) => {
  const shot = async (name: string) => {
    const folder = process.env.KAIKU_SHOTS;
    if (folder) await staff.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };
  const dialog = () => staff.page.getByRole('dialog');
  const hasFocus = (name: string) =>
    expect
      .poll(() => staff.button(name).evaluate((button) => button === button.ownerDocument.activeElement))
      .toBe(true);
  const me = () =>
    staff.page.evaluate("fetch('/api/v1/me').then((answer) => answer.json())") as Promise<{
      roles: Record<string, string>;
      twoFactor: boolean;
    }>;

  beforeAll(() => staff.enter());

  test('the name in the frame leads to them', async () => {
    const main = staff.page.getByRole('navigation', { name: 'Päävalikko' });
    expect(await main.getByRole('link').count()).toBe(8);
    await staff.page.getByRole('link', { name: `Kirjautuneena: Ylläpitäjä (${ADMIN.email})` }).click();
    await staff.page.getByRole('heading', { level: 1, name: 'Oma profiili' }).waitFor();
    const pages = staff.page.getByRole('navigation', { name: 'Omat sivut ja hallinta' });
    expect(await pages.getByRole('link').allTextContents()).toEqual([
      'Oma profiili',
      'Kaiun tila',
      'Henkilöt',
      'API-avaimet',
      'Webhookit',
      'Asetukset',
      'Tapahtumaloki',
    ]);
    await pages.getByRole('link', { name: 'Henkilöt' }).click();
    await staff.page.getByRole('heading', { level: 1, name: 'Henkilöt' }).waitFor();
  });

  let link = '';
  test('an invitation says what is missing, and its link is shown once where no mail can be sent', async () => {
    await staff.button('Kutsu henkilö').click();
    await staff.inDialog('Kutsu').click();
    await dialog().getByText('Kirjoita nimi.').waitFor();
    await dialog().getByText('Valitse ainakin yksi rooli.').waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await dialog().getByLabel('Nimi').fill(MAIJA.name);
    await dialog().getByLabel('Sähköposti').fill(MAIJA.email);
    await dialog().getByLabel('Lapin liitto').selectOption('author');
    await shot('invite');
    await staff.inDialog('Kutsu').click();
    const field = dialog().getByLabel('Linkki salasanan asettamiseen');
    link = await field.inputValue();
    expect(link).toContain('/app/set-password?token=');
    expect(await violations(staff.page)).toEqual([]);
    await staff.browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await staff.inDialog('Kopioi').click();
    await staff.inDialog('Kopioitu').waitFor();
    expect(await staff.page.evaluate('navigator.clipboard.readText()')).toBe(link);
    await staff.inDialog('Valmis').click();
    await dialog().waitFor({ state: 'detached' });
    await hasFocus('Kutsu henkilö');
    await staff.page.getByText('Lapin liitto: kirjoittaja').waitFor();
  });

  test('a role is changed, and the focus stays where it was', async () => {
    await staff.button(`Muuta: ${MAIJA.name}`).click();
    await dialog().getByLabel('Lapin liitto').selectOption('approver');
    await staff.inDialog('Tallenna').click();
    await staff.page.getByText('Lapin liitto: hyväksyjä').waitFor();
    await hasFocus(`Muuta: ${MAIJA.name}`);
  });

  test('a new link is made after a question that says what happens', async () => {
    await staff.button(`Uusi salasanalinkki: ${MAIJA.name}`).click();
    await dialog().getByText('hänet kirjataan ulos kaikkialta').waitFor();
    await staff.inDialog('Tee linkki').click();
    const field = dialog().getByLabel('Linkki salasanan asettamiseen');
    await field.waitFor();
    expect(await field.inputValue()).not.toBe(link);
    await staff.inDialog('Valmis').click();
    await dialog().waitFor({ state: 'detached' });
    await hasFocus(`Uusi salasanalinkki: ${MAIJA.name}`);
  });

  test('a key is shown once, opens what it may, and nothing once it is revoked', async () => {
    await staff.open('/keys');
    await staff.button('Tee avain').click();
    await dialog().getByLabel('Mihin avainta käytetään').fill('Verkkosivu');
    await shot('key');
    await staff.inDialog('Tee avain').click();
    const field = dialog().getByLabel('API-avain');
    await field.waitFor();
    const key = await field.inputValue();
    expect(key).toMatch(/^kaiku_/);
    expect(await violations(staff.page)).toEqual([]);
    const ask = async () =>
      (await fetch(`${staff.kaiku.address}/api/v1/posts`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await ask()).toBe(200);
    await staff.inDialog('Olen kopioinut sen').click();
    await dialog().waitFor({ state: 'detached' });
    await staff.page.getByText('Saa: lukea').waitFor();
    expect(await staff.page.content()).not.toContain(key);
    await staff.button('Peru avain: Verkkosivu').click();
    await staff.inDialog('Peru avain').click();
    await staff.page.getByText('Peruttu: Verkkosivu.').waitFor();
    expect(await ask()).toBe(401);
    await expect.poll(() => staff.page.evaluate('document.activeElement === document.body')).toBe(false);
  });

  test('the log tells who did it, by filter, and can be checked and had as a file', async () => {
    await staff.open('/audit');
    await staff.page.getByLabel('Mitä tehtiin').selectOption('key');
    const lines = staff.page.getByRole('region', { name: 'Lokin rivit' }).getByRole('listitem');
    await lines.filter({ hasText: 'API-avain mitätöitiin' }).getByText('Ylläpitäjä').waitFor();
    await expect.poll(() => lines.filter({ hasText: 'Henkilö ' }).count()).toBe(0);
    expect(new URL(staff.page.url()).search).toBe('?action=key');
    const [file] = await Promise.all([staff.page.waitForEvent('download'), staff.button('Lataa CSV').click()]);
    expect(await readFile(await file.path(), 'utf8')).toContain('key.revoked');
    await staff.button('Tarkista loki').click();
    await staff.page.getByText('Loki on sellaisena kuin se kirjoitettiin').waitFor();
    await staff.page.getByLabel('Päättyen').fill('1.1.2020');
    await staff.page.getByRole('heading', { name: 'Mitään ei löytynyt' }).waitFor();
  });

  test.each(['light', 'dark'])('breaks nothing of WCAG 2.2 AA in the %s theme, and fits a phone', async (theme) => {
    await staff.page.evaluate(`localStorage.setItem('mantine-color-scheme-value', '${theme}')`);
    for (const path of ['/profile', '/people', '/keys', '/audit']) {
      for (const width of [1280, 360]) {
        await staff.page.setViewportSize({ width, height: 800 });
        await staff.open(path);
        await staff.settled();
        if (path === '/audit') await staff.page.locator('main summary').first().click();
        expect(await violations(staff.page), `${path} in ${theme} at ${width}`).toEqual([]);
        const over = await staff.page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(over, `${path} at ${width}`).toBe(0);
        await shot(`${path.slice(1)}-${theme}-${width}`);
      }
    }
    await staff.page.setViewportSize({ width: 1280, height: 900 });
  });

  test('who was invited sets a password, signs in, and sees only what they may', async () => {
    await staff.button('Kirjaudu ulos').click();
    await staff.page.getByRole('heading', { name: 'Kirjaudu Kaikuun' }).waitFor();
    await staff.page.goto(link);
    await staff.page.getByLabel('Uusi salasana').fill(MAIJA.password);
    await staff.button('Aseta salasana').click();
    await staff.page.getByText('Salasana on asetettu').waitFor();
    await staff.open('/');
    await staff.signIn(MAIJA.email, MAIJA.password);
    await staff.page.getByRole('link', { name: `Kirjautuneena: ${MAIJA.name}` }).click();
    await staff.page.getByRole('heading', { level: 1, name: 'Oma profiili' }).waitFor();
    const pages = staff.page.getByRole('navigation', { name: 'Omat sivut ja hallinta' });
    expect(await pages.getByRole('link').allTextContents()).toEqual(['Oma profiili', 'Kaiun tila']);
    const main = staff.page.getByRole('navigation', { name: 'Päävalikko' });
    expect(await main.getByRole('link', { name: 'Kirjoita' }).count()).toBe(1);
    expect(await main.getByRole('link', { name: 'Kampanjat' }).count()).toBe(0);
    expect((await me()).roles).toEqual({ 'lapin-liitto': 'approver' });
  });

  test('their name, password and second factor are their own to change', async () => {
    await staff.page.getByLabel('Nimi').fill('Maija Mallikas');
    await staff.button('Tallenna').click();
    await staff.page.getByRole('link', { name: 'Kirjautuneena: Maija Mallikas' }).waitFor();

    const password = staff.page.getByRole('region', { name: 'Salasana', exact: true });
    await password.getByLabel('Nykyinen salasana').fill('not the password');
    await password.getByLabel('Uusi salasana').fill('a newer password');
    await password.getByRole('button', { name: 'Vaihda salasana' }).click();
    await password.getByText('Nykyinen salasana on väärin.').waitFor();
    await password.getByLabel('Nykyinen salasana').fill(MAIJA.password);
    await password.getByRole('button', { name: 'Vaihda salasana' }).click();
    await staff.page.getByText('Salasana on vaihdettu.').waitFor();

    const two = staff.page.getByRole('region', { name: 'Kaksivaiheinen kirjautuminen' });
    await two.getByLabel('Nykyinen salasana').fill('a newer password');
    await two.getByRole('button', { name: 'Ota käyttöön' }).click();
    const secret = await two.getByLabel('Avain sovellukseen').inputValue();
    expect(await two.getByRole('list', { name: 'Varakoodit' }).getByRole('listitem').count()).toBeGreaterThan(5);
    expect(await two.getByRole('link').getAttribute('href')).toMatch(/^otpauth:\/\/totp\/Kaiku:/);
    expect(await violations(staff.page)).toEqual([]);
    await shot('two-factor');
    await two.getByLabel('Koodi sovelluksesta').fill(totp(secret));
    await two.getByRole('button', { name: 'Vahvista ja ota käyttöön' }).click();
    await two.getByText('Päällä. Kirjautuminen vaatii').waitFor();
    expect((await me()).twoFactor).toBe(true);
    await expect.poll(() => staff.page.evaluate('document.activeElement === document.body')).toBe(false);
    await two.getByLabel('Nykyinen salasana').fill('a newer password');
    await two.getByRole('button', { name: 'Poista käytöstä' }).click();
    await two.getByText('Pois päältä.').waitFor();
    expect((await me()).twoFactor).toBe(false);
  });

  test('a session elsewhere is seen and ended from here', async () => {
    await fetch(`${staff.kaiku.address}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'another browser' },
      body: JSON.stringify({ email: MAIJA.email, password: 'a newer password' }),
    });
    await staff.open('/profile');
    const sessions = staff.page.getByRole('region', { name: 'Missä olet kirjautuneena' });
    await sessions.getByText('another browser').waitFor();
    await sessions.getByRole('button', { name: /^Kirjaa ulos: another browser/ }).click();
    await sessions.getByText('Et ole kirjautuneena missään muualla.').waitFor();
  });

  test('whoever is erased is told of before it is done, and is gone', async () => {
    await staff.button('Kirjaudu ulos').click();
    await staff.signIn();
    await staff.page.getByRole('link', { name: `Kirjautuneena: Ylläpitäjä (${ADMIN.email})` }).waitFor();
    await staff.open('/people');
    await staff.button('Poista: Maija Mallikas').click();
    await dialog().getByText('poistetaan heti ja lopullisesti').waitFor();
    await staff.inDialog('Poista lopullisesti').click();
    await staff.page.getByText('Poistettu: Maija Mallikas.').waitFor();
    await expect.poll(() => staff.page.getByText(MAIJA.email).count()).toBe(0);
    await expect.poll(() => staff.page.evaluate('document.activeElement === document.body')).toBe(false);
  });
});
