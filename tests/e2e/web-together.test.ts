import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { describeStaff } from '../support/staff.ts';

await describeStaff('help in writing, alone and together', (staff) => {
  let site: Server;
  let address = '';
  beforeAll(async () => {
    const picture = { create: { width: 1200, height: 630, channels: 3, background: '#1d6a58' } } as const;
    const png = await sharp(picture).png().toBuffer();
    site = createServer((request, response) => {
      if (request.url === '/kuva.png') response.writeHead(200, { 'content-type': 'image/png' }).end(png);
      else if (request.url === '/ohjelma')
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(
          `<title>Sivu</title><meta property="og:title" content="Illan ohjelma"><meta property="og:image" content="/kuva.png">
           <meta property="og:description" content="Puhujat ja aikataulu">`,
        );
      else response.writeHead(403).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => site.once('listening', resolve));
    address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    site.closeAllConnections();
    site.close();
  });
  const preview = () => staff.page.getByRole('article', { name: /^Esikatselu/ });
  const link = () => staff.page.getByLabel('Linkki', { exact: true });
  const text = () => staff.page.getByLabel('Teksti', { exact: true });

  test('the card of a link is shown as each platform draws it', async () => {
    await staff.enter();
    await staff.open('/write');
    await staff.page.getByLabel('Otsikko').fill('Puurakentamisen ilta');
    await text().fill('Tervetuloa kuulemaan.');
    await link().fill(`${address}/ohjelma`);
    await staff.page.getByText('Kortissa lukee: ”Illan ohjelma”').waitFor();
    await preview().getByText('Puhujat ja aikataulu').waitFor();
    await staff.page.getByRole('tab', { name: 'LinkedIn' }).click();
    await preview().getByText('Illan ohjelma').waitFor();
    expect(await preview().locator('img').count()).toBe(1);
  });

  test('a page that does not let Kaiku in is told in plain words', async () => {
    await link().fill(`${address}/salainen`);
    await staff.page.getByText(/^Sivu vastasi virheellä/).waitFor();
    await link().fill('http://169.254.169.254/latest');
    await staff.page.getByText(/^Osoite on yksityisessä verkossa/).waitFor();
    await link().fill(`${address}/ohjelma`);
    await staff.page.getByText('Kortissa lukee: ”Illan ohjelma”').waitFor();
  });

  test('hashtags of the themes are a press away, and counted by custom; a mention is told for what it is', async () => {
    await staff.page.getByText('terveellinen sisäympäristö', { exact: true }).click();
    await staff.button('#TerveellinenSisäympäristö').click();
    expect(await text().inputValue()).toBe('Tervetuloa kuulemaan.\n\n#TerveellinenSisäympäristö');
    await staff.page.getByText('1 aihetunniste.').waitFor();
    await text().fill('Mukana @LapinAMK. #a #b #c');
    await staff.page.getByText(/^3 aihetunnistetta\. Facebookissa on tapana/).waitFor();
    await staff.page.getByText(/^Maininta \(@nimi\) lähtee kaikkiin kanaviin tavallisena tekstinä/).waitFor();
    expect(await violations(staff.page)).toEqual([]);
  });

  test('what was seen of the page is sent to LinkedIn', async () => {
    await staff.button('Tallenna luonnokseksi').click();
    await staff.page.waitForURL(/\/announcements\//);
    const { items } = await staff.api<{ items: { linkCard: unknown }[] }>('/announcements?limit=1');
    expect(items[0]?.linkCard).toMatchObject({
      title: 'Illan ohjelma',
      description: 'Puhujat ja aikataulu',
      image: { mime: 'image/jpeg' },
    });
  });

  test('of two who change one place, the second chooses; of different places both are kept', async () => {
    await staff.page.getByRole('link', { name: 'Muokkaa' }).click();
    await text().fill('Minun sanani.');
    const { items } = await staff.api<{ items: { slug: string; texts: { fi: object } }[] }>('/announcements?limit=1');
    const [mine] = items;
    const body = { texts: { fi: { ...mine?.texts.fi, body: 'Toisen sanat.' } }, targetGroups: ['media'] };
    const other = await fetch(`${staff.kaiku.address}/api/v1/announcements/${mine?.slug}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${staff.kaiku.key}`, 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify(body),
    });
    expect(other.status).toBe(200);
    await staff.page.getByText(/^Joku muu tallensi muutoksen/).waitFor();
    expect(await violations(staff.page)).toEqual([]);
    const choice = staff.page.getByRole('radiogroup', { name: 'Teksti (suomi)' });
    await choice.getByText('Minun sanani.').waitFor();
    await choice.getByText('Toisen sanat.').waitFor();
    expect(await staff.button('Yhdistä ja jatka').isDisabled()).toBe(true);
    await choice.getByRole('radio', { name: 'Ota toisen' }).check();
    await staff.button('Yhdistä ja jatka').click();
    expect(await text().inputValue()).toBe('Toisen sanat.');
    await staff.page.getByLabel('Otsikko').fill('Ilta puusta');
    await staff.button('Tallenna muutokset').click();
    await staff.page.getByRole('heading', { level: 1, name: 'Ilta puusta' }).waitFor();
    const after = await staff.api<{ texts: { fi: object }; targetGroups: string[] }>(`/announcements/${mine?.slug}`);
    expect(after.texts.fi).toMatchObject({ title: 'Ilta puusta', body: 'Toisen sanat.' });
    expect(after.targetGroups).toEqual(['media']);
  });
});
