import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { ADMIN, describeStaff } from '../support/staff.ts';
import { totp } from '../support/totp.ts';

const FIRST_LOAD_LIMIT = 200_000;

await describeStaff('signing in to the staff interface', (staff) => {
  let firstLoad = 0;

  const codeOf = (uri: string) => totp(new URL(uri).searchParams.get('secret') ?? '');

  /** Asks `/api/auth` with the session of the page. */
  const fromPage = (path: string, body: unknown) =>
    staff.page.evaluate(
      `fetch('/api/auth${path}', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(
        JSON.stringify(body),
      )} }).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error('${path}: ' + answer.status))))`,
    );

  test.each(['dark', 'light'] as const)(
    'the sign-in page breaks nothing of WCAG 2.2 AA in the %s theme',
    async (theme) => {
      await staff.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await staff.open('/');
      expect(await violations(staff.page)).toEqual([]);
      await staff.button('Kirjaudu API-avaimella').click();
      expect(await violations(staff.page)).toEqual([]);
    },
  );

  test('a single sign-on is offered where the cluster has one, and what went wrong there is told', async () => {
    expect(await staff.button('Kirjaudu organisaation tunnuksella').count()).toBe(0);
    await staff.page.route('**/api/ways-in', (route) => route.fulfill({ json: { singleSignOn: true } }));
    await staff.open('/?signIn=refused');
    await staff.button('Kirjaudu organisaation tunnuksella').waitFor();
    await staff.page.getByRole('alert').filter({ hasText: 'Sisään ei päästy' }).waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await staff.page.unroute('**/api/ways-in');
  });

  test('a wrong password is told in plain words, the right one opens and is told by name', async () => {
    const measured: Promise<number>[] = [];
    staff.page.on('response', (response) => {
      if (/\/app\/.*\.js$/.test(response.url()))
        measured.push(
          response.body().then(
            (body) => gzipSync(body).length,
            () => 0,
          ),
        );
    });
    await staff.open('/');
    await staff.button('Kirjaudu').click();
    await staff.page.getByText('Kirjoita sähköpostiosoitteesi.').waitFor();
    expect(await staff.page.evaluate('document.activeElement.autocomplete')).toBe('username');
    await staff.signIn(ADMIN.email, 'not the password');
    await staff.page.getByText('Sähköposti tai salasana on väärin').waitFor();
    expect(await staff.page.evaluate('document.activeElement.autocomplete')).toBe('current-password');
    expect(await violations(staff.page)).toEqual([]);
    await staff.signIn();
    await staff.page.getByRole('heading', { name: 'Odottaa sinua' }).waitFor();
    firstLoad = (await Promise.all(measured)).reduce((sum, size) => sum + size, 0);
    staff.page.removeAllListeners('response');
    await staff.page.getByText(`Kirjautuneena: Ylläpitäjä (${ADMIN.email})`).waitFor();
  });

  test('the first load is small', () => {
    expect(firstLoad).toBeGreaterThan(50_000);
    expect(firstLoad).toBeLessThanOrEqual(FIRST_LOAD_LIMIT);
  });

  test('a reload keeps the session; scripts never see it; signing out ends it at the server', async () => {
    await staff.page.reload();
    await staff.page.getByRole('heading', { name: 'Odottaa sinua' }).waitFor();
    expect(await staff.page.evaluate('document.cookie')).toBe('');
    const before = await staff.browser.context.cookies();
    await staff.button('Kirjaudu ulos').click();
    await staff.page.getByRole('heading', { name: 'Kirjaudu Kaikuun' }).waitFor();
    expect(await staff.page.getByText('Kirjautumisesi on päättynyt').count()).toBe(0);
    await staff.browser.context.addCookies(before);
    await staff.open('/');
    await staff.page.getByRole('heading', { name: 'Kirjaudu Kaikuun' }).waitFor();
  });

  test('a stranger learns where the key is; a wrong key is refused, the right one opens this tab', async () => {
    await staff.button('Kirjaudu API-avaimella').click();
    await staff.page.getByText('npm run --silent kaiku -- api-key').waitFor();
    await staff.page.getByLabel('API-avain').fill('not-the-key');
    await staff.button('Kirjaudu').click();
    await staff.page.getByText('Kaiku ei tunne tätä avainta').waitFor();
    expect(await staff.page.evaluate('document.activeElement.type')).toBe('password');
    await staff.page.getByLabel('API-avain').fill(staff.kaiku.key);
    await staff.button('Kirjaudu').click();
    await staff.page.getByText('Kirjautuneena: API-avain').waitFor();
    expect(await staff.page.evaluate('localStorage.getItem("staff.kaiku.key")')).toBeNull();
    await staff.button('Kirjaudu ulos').click();
    await staff.signIn();
    await staff.page.getByRole('heading', { name: 'Odottaa sinua' }).waitFor();
  });

  test('when the session ends in the middle, signing in again leads back to the page and to what was written', async () => {
    await staff.open('/write');
    await staff.page.getByLabel('Otsikko').fill('Kesken jäänyt');
    await staff.browser.context.clearCookies();
    // Whoever asks the server first, the person or the page by itself.
    await Promise.race([
      staff.button('Julkaise').click(),
      staff.page.getByText('Kirjautumisesi on päättynyt').waitFor(),
    ]);
    await staff.page.getByText('Kirjautumisesi on päättynyt').waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await staff.signIn();
    await staff.page.getByText('Keskeneräinen tekstisi löytyi').waitFor();
    expect(new URL(staff.page.url()).pathname).toBe('/app/write');
    expect(await staff.page.getByLabel('Otsikko').inputValue()).toBe('Kesken jäänyt');
  });

  test('who is invited sets a password by the link, once, and is asked for a code when they use one', async () => {
    const { link } = await staff.api<{ link: string }>('/people', { name: 'Maija Malli', email: 'maija@example.org' });
    await staff.button('Kirjaudu ulos').click();
    await staff.page.getByRole('heading', { name: 'Kirjaudu Kaikuun' }).waitFor();
    await staff.page.goto(link);
    await staff.page.getByLabel('Uusi salasana').fill('short');
    await staff.button('Aseta salasana').click();
    await staff.page.getByText('Salasanassa on oltava vähintään 8 merkkiä.').waitFor();
    await staff.page.getByLabel('Uusi salasana').fill(ADMIN.password);
    await staff.button('Aseta salasana').click();
    await staff.page.getByText('Salasana on asetettu').waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await staff.page.goto(link);
    await staff.page.getByLabel('Uusi salasana').fill('another good password');
    await staff.button('Aseta salasana').click();
    await staff.page.getByText('Linkki on jo käytetty tai vanhentunut').waitFor();
    await staff.open('/');
    await staff.signIn('maija@example.org', ADMIN.password);
    await staff.page.getByText('Kirjautuneena: Maija Malli').waitFor();
    const enabled = (await fromPage('/two-factor/enable', { password: ADMIN.password })) as { totpURI: string };
    await fromPage('/two-factor/verify-totp', { code: codeOf(enabled.totpURI) });
    // The code made a new session. What the page was asking by the old one is refused, so the page begins anew.
    await staff.open('/');
    await staff.button('Kirjaudu ulos').click();
    await staff.signIn('maija@example.org', ADMIN.password);
    await staff.page.getByText('Salasana on oikein. Vahvista vielä').waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await staff.page.getByLabel('Vahvistuskoodi').fill('no-such-code');
    await staff.button('Vahvista').click();
    await staff.page.getByText('Koodi ei käy').waitFor();
    await staff.page.getByLabel('Vahvistuskoodi').fill(codeOf(enabled.totpURI));
    await staff.button('Vahvista').click();
    await staff.page.getByText('Kirjautuneena: Maija Malli').waitFor();
  });

  test('who tries too often is told how long to wait', async () => {
    await staff.button('Kirjaudu ulos').click();
    await staff.page.getByRole('heading', { name: 'Kirjaudu Kaikuun' }).waitFor();
    await staff.page.evaluate(`Promise.all(Array.from({ length: 12 }, () => fetch('/api/auth/sign-in/email', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"email":"a@b.fi","password":"wrong"}' })))`);
    await staff.signIn();
    await staff.page.getByText(/^Yrityksiä on ollut liian monta\. Odota \d+ sekun/).waitFor();
    expect(await violations(staff.page)).toEqual([]);
  });
});
