import { createHmac } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, findChromium, openBrowser, violations } from '../support/browser.ts';
import { type RunningKaiku, startKaiku } from '../support/running.ts';

const program = await findChromium('the staff interface in a browser (tests/e2e/web.test.ts)');

const TITLE = 'Puurakentamisen ilta Rovaniemellä';
const BODY = [
  'Tervetuloa kuulemaan, mitä Lapin puukerrostaloista on opittu: suunnittelijat, rakentajat ja asukkaat kertovat.',
  'Illan aikana katsotaan kolmea kohdetta läheltä ja puhutaan siitä, mitä seuraavaksi kannattaisi tehdä toisin.',
  'Kahvit tarjotaan. #puurakentaminen',
].join('\n\n');
const ADMIN = { email: 'hallinta@example.org', password: 'a long enough password' };
const FIRST_LOAD_LIMIT = 200_000;

describe.skipIf(program === null)('the staff interface', () => {
  let kaiku: RunningKaiku;
  let browser: Browser;
  let page: Page;
  let firstLoad = 0;

  beforeAll(async () => {
    kaiku = await startKaiku({ KAIKU_ADMIN_EMAIL: ADMIN.email, KAIKU_ADMIN_PASSWORD: ADMIN.password });
    browser = await openBrowser(program ?? '');
    page = browser.page;
  });
  afterAll(async () => {
    await browser?.close();
    await kaiku?.stop();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const file = join(tmpdir(), `kaiku-web-${task.id}.png`);
    await page?.screenshot({ path: file, fullPage: true });
    process.stderr.write(`what the browser showed: ${file}\n`);
  });

  const open = async (path: string) => {
    await page.goto(`${kaiku.address}/app${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  const button = (name: string | RegExp): Locator =>
    page.getByRole('button', { name, exact: typeof name === 'string' });
  const signIn = async (email: string, password: string) => {
    await page.getByLabel('Sähköposti').fill(email);
    await page.getByLabel('Salasana').fill(password);
    await button('Kirjaudu').click();
  };
  /** Asks `/api/auth` with the session of the page. */
  const fromPage = (path: string, body: unknown) =>
    page.evaluate(
      `fetch('/api/auth${path}', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(
        JSON.stringify(body),
      )} }).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error('${path}: ' + answer.status))))`,
    );
  const api = async <Answer = { state: string }>(path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${kaiku.address}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${kaiku.key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.ok, path).toBe(true);
    return (await answer.json()) as Answer;
  };
  const sandbox = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${kaiku.sandbox}/sandbox${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(answer.ok, path).toBe(true);
  };
  const inDialog = (name: string): Locator => page.getByRole('dialog').getByRole('button', { name, exact: true });
  /** Its Facebook post in the calendar, a button by name and by keyboard. */
  const chip = (time = '') => page.getByRole('button', { name: new RegExp(`^${time || '\\d+\\.\\d\\d'} ${TITLE}`) });
  const openCalendar = async () => {
    await open('/calendar?channel=facebook-klusteri');
    if (isNextMonth(1)) await button('Seuraava jakso').click();
    await chip().waitFor();
  };

  test.each(['dark', 'light'] as const)(
    'the sign-in page breaks nothing of WCAG 2.2 AA in the %s theme',
    async (theme) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await open('/');
      expect(await violations(page)).toEqual([]);
      await button('Kirjaudu API-avaimella').click();
      expect(await violations(page)).toEqual([]);
    },
  );

  test('a wrong password is told in plain words, the right one opens and is told by name', async () => {
    const measured: Promise<number>[] = [];
    page.on('response', (response) => {
      if (/\/app\/.*\.js$/.test(response.url()))
        measured.push(
          response.body().then(
            (body) => gzipSync(body).length,
            () => 0,
          ),
        );
    });
    await open('/');
    await button('Kirjaudu').click();
    await page.getByText('Kirjoita sähköpostiosoitteesi.').waitFor();
    expect(await page.evaluate('document.activeElement.autocomplete')).toBe('username');
    await signIn(ADMIN.email, 'not the password');
    await page.getByText('Sähköposti tai salasana on väärin').waitFor();
    expect(await page.evaluate('document.activeElement.autocomplete')).toBe('current-password');
    expect(await violations(page)).toEqual([]);
    await signIn(ADMIN.email, ADMIN.password);
    await page.getByRole('heading', { name: 'Odottaa sinua' }).waitFor();
    firstLoad = (await Promise.all(measured)).reduce((sum, size) => sum + size, 0);
    page.removeAllListeners('response');
    await page.getByText(`Kirjautuneena: Ylläpitäjä (${ADMIN.email})`).waitFor();
  });

  test('the first load is small', () => {
    expect(firstLoad).toBeGreaterThan(50_000);
    expect(firstLoad).toBeLessThanOrEqual(FIRST_LOAD_LIMIT);
  });

  test('a reload keeps the session; scripts never see it; signing out ends it at the server', async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'Odottaa sinua' }).waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
    const before = await browser.context.cookies();
    await button('Kirjaudu ulos').click();
    await page.getByRole('heading', { name: 'Kirjaudu Kaikuun' }).waitFor();
    expect(await page.getByText('Kirjautumisesi on päättynyt').count()).toBe(0);
    await browser.context.addCookies(before);
    await open('/');
    await page.getByRole('heading', { name: 'Kirjaudu Kaikuun' }).waitFor();
  });

  test('a stranger learns where the key is; a wrong key is refused, the right one opens this tab', async () => {
    await button('Kirjaudu API-avaimella').click();
    await page.getByText('npm run --silent kaiku -- api-key').waitFor();
    await page.getByLabel('API-avain').fill('not-the-key');
    await button('Kirjaudu').click();
    await page.getByText('Kaiku ei tunne tätä avainta').waitFor();
    expect(await page.evaluate('document.activeElement.type')).toBe('password');
    await page.getByLabel('API-avain').fill(kaiku.key);
    await button('Kirjaudu').click();
    await page.getByText('Kirjautuneena: API-avain').waitFor();
    expect(await page.evaluate('localStorage.getItem("kaiku.key")')).toBeNull();
    await button('Kirjaudu ulos').click();
    await signIn(ADMIN.email, ADMIN.password);
    await page.getByRole('heading', { name: 'Odottaa sinua' }).waitFor();
  });

  test('a date reads as Finns say it', async () => {
    const lead = await page
      .getByText(/klo \d{1,2}\.\d\d/)
      .first()
      .textContent();
    expect(lead).toMatch(
      /^(maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai)na \d{1,2}\. \p{L}+kuuta \d{4} klo \d{1,2}\.\d\d$/u,
    );
  });

  test('the keyboard reaches the content at once', async () => {
    await open('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Siirry sisältöön');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
  });

  test('what is missing is told at its field, and the focus goes to what is wrong', async () => {
    await open('/write');
    await button('Julkaise').click();
    const summary = page.getByRole('alert').filter({ hasText: 'Korjaa' });
    await summary.waitFor();
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
    await summary.getByRole('link', { name: /Otsikko/ }).click();
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('field-texts-fi-title');
    expect(await page.getByLabel('Otsikko').getAttribute('aria-invalid')).toBe('true');
    expect(await violations(page)).toEqual([]);
  });

  test('an event is written in Finnish, with live previews that fold and count as the platforms do', async () => {
    await open('/write');
    await page.getByText('tapahtuma', { exact: true }).click();
    await page.getByLabel('Otsikko').fill(TITLE);
    await page.getByLabel('Teksti', { exact: true }).fill(BODY);
    const preview = page.getByRole('article', { name: /^Esikatselu/ });
    await preview.getByText('Tervetuloa kuulemaan').waitFor();
    await page.getByRole('tab', { name: 'LinkedIn' }).click();
    await preview.getByRole('button', { name: 'näytä lisää' }).waitFor();
    expect(await preview.textContent()).not.toContain('Kahvit tarjotaan');
    await preview.getByRole('button', { name: 'näytä lisää' }).click();
    await preview.getByText('Kahvit tarjotaan').waitFor();
    await page.getByText(/\d+ \/ 3.000 merkkiä/).waitFor();
    await page.getByLabel('Rahoitus', { exact: true }).selectOption('A72158');
    await preview.getByText('Euroopan unionin osarahoittama').waitFor();
    const starts = page.getByRole('group', { name: /^Alkaa/ });
    await starts.getByLabel('Päivä').fill(finnishDate(40));
    await starts.getByLabel('Kello').fill('17.30');
    await page.getByLabel('Paikka', { exact: true }).fill('Arktikum, Rovaniemi');
    await page.getByText('puurakentaminen', { exact: true }).click();
    await preview.getByText(/klo 17\.30/).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a reload in the middle of writing loses nothing', async () => {
    await page.getByText(/^Tallessa tässä selaimessa/).waitFor();
    await page.reload();
    await page.getByText('Keskeneräinen tekstisi löytyi').waitFor();
    expect(await page.getByLabel('Otsikko').inputValue()).toBe(TITLE);
    expect(await page.getByLabel('Teksti', { exact: true }).inputValue()).toBe(BODY);
    expect(
      await page
        .getByRole('group', { name: /^Alkaa/ })
        .getByLabel('Kello')
        .inputValue(),
    ).toBe('17.30');
  });

  test('an image without a description is refused with the reason; described, it is stored and shown', async () => {
    const drawn = await page.evaluate(`(() => {
      const canvas = document.createElement('canvas');
      canvas.width = 640; canvas.height = 400;
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#1d6a58'; pen.fillRect(0, 0, 640, 400);
      return canvas.toDataURL('image/png').split(',')[1];
    })()`);
    const chooser = page.waitForEvent('filechooser');
    await button('Valitse kuvat').click();
    await (await chooser).setFiles({
      name: 'talo.png',
      mimeType: 'image/png',
      buffer: Buffer.from(String(drawn), 'base64'),
    });
    const alt = page.getByLabel('Kuvan 1 kuvaus');
    await alt.waitFor();
    await page.getByText('tiettynä aikana').click();
    await button('Ajasta').click();
    await page.getByRole('alert').filter({ hasText: 'Kuvalta puuttuu kuvaus' }).waitFor();
    await alt.fill('Piirros: vihreä puutalo');
    await alt.blur();
    await page.getByText('Tallennettu.', { exact: true }).waitFor();
  });

  test('it is scheduled and its posts are listed by channel', async () => {
    const when = page.getByRole('group', { name: /^Julkaistaan/ });
    await when.getByLabel('Päivä').fill(finnishDate(1));
    await when.getByLabel('Kello').fill('12');
    await page.getByText('3 julkaisua', { exact: true }).waitFor();
    await button('Ajasta').click();
    await page.waitForURL(/\/announcements\//);
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await expect.poll(() => page.getByText('ajastettu', { exact: true }).count()).toBe(3);
    expect(await page.evaluate('localStorage.getItem("kaiku.draft.new")')).toBeNull();
  });

  test('the calendar shows it, moves it by keyboard, and takes the move back', async () => {
    await openCalendar();
    await chip('12.00').focus();
    await page.keyboard.press('Enter');
    await inDialog('Siirrä …').click();
    await page.getByRole('dialog').getByLabel('Kello').fill('14.15');
    await inDialog('Siirrä').click();
    await chip('14.15').waitFor();
    await button('Kumoa').click();
    await chip('12.00').waitFor();
    await page.getByText('Siirto on kumottu.').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a drag in the calendar reschedules, and can be undone', async () => {
    await open('/calendar?channel=facebook-klusteri');
    await page.getByText('Viikko', { exact: true }).click();
    const isMonday = new Date(dateIn(1)).getUTCDay() === 1;
    if (isMonday) await button('Seuraava jakso').click();
    await chip('12.00').scrollIntoViewIfNeeded();
    const box = await chip('12.00').boundingBox();
    if (!box) throw new Error('the post is not drawn');
    await page.mouse.move(box.x + 25, box.y + 6);
    await page.mouse.down();
    await page.mouse.move(box.x + 25, box.y + 60, { steps: 8 });
    await page.mouse.move(box.x + 25, box.y + 90, { steps: 4 });
    await page.mouse.up();
    await page.getByText(/^Siirretty:/).waitFor();
    await chip('12.00').waitFor({ state: 'detached' });
    await button('Kumoa').click();
    await chip('12.00').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('published now, it is seen on the page in the sandbox', async () => {
    await openCalendar();
    await chip().click();
    await page.getByRole('dialog').getByRole('link', { name: 'Avaa julkaisu' }).click();
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await button('Julkaise heti').click();
    await inDialog('Julkaise heti').click();
    await page.getByText('julkaistu', { exact: true }).waitFor({ timeout: 25_000 });
    await page.getByText('1. julkaisuyritys').waitFor();
    const link = await page.getByRole('link', { name: /Avaa julkaisu kanavassa/ }).getAttribute('href');
    const visitor = await (await fetch(link ?? '')).text();
    expect(visitor).toContain('Kahvit tarjotaan');
    expect(await violations(page)).toEqual([]);
  });

  test('its words are edited afterwards', async () => {
    await button('Muokkaa sanoja').click();
    const text = page.getByRole('dialog').getByLabel('Teksti', { exact: true });
    await text.fill(`${BODY}\n\nTervetuloa!`);
    await inDialog('Tallenna').click();
    await page.getByText('Sanat on tallennettu.').waitFor();
    await page.getByRole('region', { name: 'Näin se lukee' }).getByText('Tervetuloa!').waitFor();
  });

  test('everything stops by one button, every page says so, and it goes on again', async () => {
    await open('/channels');
    await button('Pysäytä kaikki').click();
    await page
      .getByRole('dialog')
      .getByText(/Jää odottamaan/)
      .waitFor();
    await inDialog('Pysäytä kaikki').click();
    await page.getByText(/^Julkaiseminen on pysäytetty .* klo/).waitFor();
    expect(await violations(page)).toEqual([]);
    await open('/');
    await button('Jatka julkaisemista').click();
    await button('Pysäytä kaikki').waitFor();
  });

  test('a channel is paused and resumed, and a wrong token is told at its field', async () => {
    await open('/channels');
    const card = page.getByRole('article').filter({ hasText: 'Facebook-sivu' });
    await card.getByRole('button', { name: 'Tauko' }).click();
    await inDialog('Tauko').click();
    await card.getByText('tauolla', { exact: true }).waitFor();
    await card.getByRole('button', { name: 'Jatka' }).click();
    await card.getByText('julkaisee', { exact: true }).waitFor();
    await page.getByLabel('Nimi').fill('Toinen sivu');
    await page.getByLabel('Sivun tunniste').fill('999');
    await page.getByLabel('Käyttöavain').fill('a-token-that-no-page-knows');
    await button('Yhdistä').click();
    await page.getByText('Sivu ei hyväksy tätä avainta.').first().waitFor();
    expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
  });

  test('a change made elsewhere appears by itself', async () => {
    await open('/');
    await button('Pysäytä kaikki').waitFor();
    await api('/cluster/pause', {});
    // Without the stream the page would ask again after half a minute only.
    await page.getByText(/^Julkaiseminen on pysäytetty .* klo/).waitFor();
    await api('/cluster/resume', {});
    await button('Pysäytä kaikki').waitFor();
  });

  test('of two who edit the same, the second is told and overwrites nothing', async () => {
    const { items } = await api<{ items: { slug: string; revision: number; texts: { fi?: { title: string } } }[] }>(
      '/announcements?limit=50',
    );
    const mine = items.find(({ texts }) => texts.fi?.title === TITLE);
    if (!mine) throw new Error('the announcement is not there');
    await open(`/announcements/${mine.slug}/edit`);
    await page.getByLabel('Paikka', { exact: true }).fill('Korundi, Rovaniemi');
    const other = await fetch(`${kaiku.address}/api/v1/announcements/${mine.slug}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${kaiku.key}`, 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify({ link: 'https://example.org/muuttui' }),
    });
    expect(other.status).toBe(200);
    await page.getByText('Joku muu on muuttanut tätä sen jälkeen, kun aloitit').waitFor();
    await button('Tallenna muutokset').click();
    await page.getByText(/Joku muu muutti tätä juuri äsken/).waitFor();
    await button('Hylkää muutokseni ja näytä uusi versio').click();
    await expect
      .poll(() => page.getByLabel('Linkki', { exact: true }).inputValue())
      .toBe('https://example.org/muuttui');
    await page.getByLabel('Paikka', { exact: true }).fill('Korundi, Rovaniemi');
    await button('Tallenna muutokset').click();
    await page.waitForURL(/\/announcements\/[^/]+$/);
    await page.getByText('Korundi, Rovaniemi').waitFor();
  });

  test('when nobody knows whether it went out, a person looks at what is there and decides', async () => {
    const [facebook] = (await (await fetch(`${kaiku.sandbox}/sandbox/pages`)).json()) as { remoteId: string }[];
    await sandbox('/faults', { platform: 'facebook', operation: 'publish', mode: 'drop-after', times: 1 });
    // Nobody can look until the second one stands there too.
    await sandbox('/faults', { platform: 'facebook', operation: 'read', mode: 'html-500' });
    const { posts } = await api<{ posts: { id: string; text: string }[] }>('/announcements', {
      kind: 'announcement',
      organisation: 'lapin-amk',
      texts: { fi: { title: 'Kahdesti nähty', body: 'Tämä näkyy sivulla kahdesti.' } },
      channels: ['facebook-klusteri'],
      submit: true,
    });
    const [post] = posts;
    if (!post) throw new Error('no post was made');
    await expect.poll(async () => (await api(`/posts/${post.id}`)).state, { timeout: 20_000 }).toBe('uncertain');
    await sandbox('/posts', { page: facebook?.remoteId, text: post.text });
    await fetch(`${kaiku.sandbox}/sandbox/faults`, { method: 'DELETE' });
    await expect.poll(async () => (await api(`/posts/${post.id}`)).state, { timeout: 60_000 }).toBe('needsDecision');
    await open('/');
    await page.getByText('Katso kanavan sivulta, onko julkaisu siellä').waitFor();
    await page.getByRole('region', { name: 'Odottaa sinua' }).getByRole('link', { name: 'Kahdesti nähty' }).click();
    await page.getByText('Menikö se ulos?').waitFor();
    expect(await button('Tämä se on').count()).toBe(2);
    expect(await violations(page)).toEqual([]);
    await button('Tämä se on').first().click();
    await page.getByText('julkaistu', { exact: true }).waitFor();
  }, 120_000);

  const everyPage = async () => {
    const { items } = await api<{ items: { id: string; announcement: string }[] }>('/posts?state=published&limit=1');
    const [post] = items;
    const [stored, edit] = [`/announcements/${post?.announcement}`, `/announcements/${post?.announcement}/edit`];
    return ['/', '/calendar', '/announcements', '/write', '/channels', '/nowhere', `/posts/${post?.id}`, stored, edit];
  };
  /** The stream never ends, so the network is never idle; what is being fetched is told on the page. */
  const settled = async () => {
    await expect.poll(() => page.getByText('Haetaan …').count()).toBe(0);
  };

  test.each(['light', 'dark'])('no page breaks WCAG 2.2 AA in the %s theme', async (theme) => {
    await page.evaluate(`localStorage.setItem('mantine-color-scheme-value', '${theme}')`);
    for (const path of await everyPage()) {
      await open(path);
      await settled();
      expect(await violations(page), `${path} in ${theme}`).toEqual([]);
    }
  });

  test('every page fits a phone of 360 points', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of await everyPage()) {
      await open(path);
      await settled();
      const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect(over, path).toBe(0);
      expect(await violations(page), path).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test('it speaks Swedish and English too', async () => {
    await open('/');
    for (const [language, heading] of [
      ['sv', 'Väntar på dig'],
      ['en', 'Waiting for you'],
      ['fi', 'Odottaa sinua'],
    ] as const) {
      await page.locator('header select').selectOption(language);
      await page.getByRole('heading', { name: heading }).waitFor();
      expect(await page.evaluate('document.documentElement.lang')).toBe(language);
    }
  });

  test('when the session ends in the middle, signing in again leads back to the page and to what was written', async () => {
    await open('/write');
    await page.getByLabel('Otsikko').fill('Kesken jäänyt');
    await browser.context.clearCookies();
    await button('Julkaise').click();
    await page.getByText('Kirjautumisesi on päättynyt').waitFor();
    expect(await violations(page)).toEqual([]);
    await signIn(ADMIN.email, ADMIN.password);
    await page.getByText('Keskeneräinen tekstisi löytyi').waitFor();
    expect(new URL(page.url()).pathname).toBe('/app/write');
    expect(await page.getByLabel('Otsikko').inputValue()).toBe('Kesken jäänyt');
  });

  test('who is invited sets a password by the link, once, and is asked for a code when they use one', async () => {
    const { link } = await api<{ link: string }>('/people', { name: 'Maija Malli', email: 'maija@example.org' });
    await button('Kirjaudu ulos').click();
    await page.getByRole('heading', { name: 'Kirjaudu Kaikuun' }).waitFor();
    await page.goto(link);
    await page.getByLabel('Uusi salasana').fill('short');
    await button('Aseta salasana').click();
    await page.getByText('Salasanassa on oltava vähintään 8 merkkiä.').waitFor();
    await page.getByLabel('Uusi salasana').fill(ADMIN.password);
    await button('Aseta salasana').click();
    await page.getByText('Salasana on asetettu').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(link);
    await page.getByLabel('Uusi salasana').fill('another good password');
    await button('Aseta salasana').click();
    await page.getByText('Linkki on jo käytetty tai vanhentunut').waitFor();
    await open('/');
    await signIn('maija@example.org', ADMIN.password);
    await page.getByText('Kirjautuneena: Maija Malli').waitFor();
    const enabled = (await fromPage('/two-factor/enable', { password: ADMIN.password })) as { totpURI: string };
    await fromPage('/two-factor/verify-totp', { code: totp(enabled.totpURI) });
    await button('Kirjaudu ulos').click();
    await signIn('maija@example.org', ADMIN.password);
    await page.getByText('Salasana on oikein. Vahvista vielä').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Vahvistuskoodi').fill('no-such-code');
    await button('Vahvista').click();
    await page.getByText('Koodi ei käy').waitFor();
    await page.getByLabel('Vahvistuskoodi').fill(totp(enabled.totpURI));
    await button('Vahvista').click();
    await page.getByText('Kirjautuneena: Maija Malli').waitFor();
  });

  test('who tries too often is told how long to wait', async () => {
    await button('Kirjaudu ulos').click();
    await page.getByRole('heading', { name: 'Kirjaudu Kaikuun' }).waitFor();
    await page.evaluate(`Promise.all(Array.from({ length: 12 }, () => fetch('/api/auth/sign-in/email', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"email":"a@b.fi","password":"wrong"}' })))`);
    await signIn(ADMIN.email, ADMIN.password);
    await page.getByText(/^Yrityksiä on ollut liian monta\. Odota \d+ sekun/).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('nothing broke on the way', () => {
    expect(browser.complaints).toEqual([]);
  });
});

/** What an authenticator app shows now (RFC 6238: SHA-1, six digits, 30 s). */
function totp(uri: string): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** "25.12.2026", so many days from now. */
function finnishDate(days: number): string {
  const [year, month, day] = dateIn(days).split('-').map(Number);
  return `${day}.${month}.${year}`;
}

function dateIn(days: number): string {
  const zone = { timeZone: 'Europe/Helsinki' };
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', zone);
}

function isNextMonth(days: number): boolean {
  return dateIn(days).slice(0, 7) !== dateIn(0).slice(0, 7);
}
