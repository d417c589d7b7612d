import { beforeAll, expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { describeStaff, finnishDate } from '../support/staff.ts';

await describeStaff('importing announcements from a file in the staff interface', (staff) => {
  beforeAll(() => staff.enter());

  const HEADERS = 'Organisaatio;Otsikko;Teksti;Kanavat;Julkaisuaika;Alkaa;Paikka;Linkki';
  const choose = async (text: string | Buffer) => {
    const chooser = staff.page.waitForEvent('filechooser');
    await staff.button('Valitse tiedosto').click();
    const buffer = typeof text === 'string' ? Buffer.from(text) : text;
    await (await chooser).setFiles({ name: 'syksy.csv', mimeType: 'text/csv', buffer });
  };
  const announcements = async (q: string) =>
    (await staff.api<{ items: unknown[] }>(`/announcements?q=${encodeURIComponent(q)}`)).items.length;

  test('the way there is on the list of announcements, and an empty file to fill comes along', async () => {
    await staff.open('/announcements');
    await staff.page.getByRole('link', { name: 'Tuo tiedostosta' }).click();
    await staff.page.getByRole('heading', { level: 1, name: 'Tuo tiedostosta' }).waitFor();
    expect(await staff.page.evaluate('document.activeElement.tagName')).toBe('H1');
    const download = staff.page.waitForEvent('download');
    await staff.page.getByRole('link', { name: 'tyhjä pohja' }).click();
    expect((await download).suggestedFilename()).toBe('tiedotteet.csv');
    expect(await violations(staff.page)).toEqual([]);
  });

  test('every fault is told by row and column in Finnish, and nothing can be imported', async () => {
    await choose(
      Buffer.from(
        [HEADERS, 'lapin-amk;;Teksti;website;eilen;;;', 'lapin-amk;Päivä;Teksti;website;;;;example.org'].join('\r\n'),
        'latin1',
      ),
    );
    await staff.page.getByRole('heading', { name: '3 kohtaa korjattavana' }).waitFor();
    expect(await staff.page.evaluate('document.activeElement.id')).toBe('csv-preview');
    const faults = staff.page.getByRole('region', { name: 'Korjattavat kohdat' });
    const rowOf = (text: string) => faults.getByRole('row').filter({ hasText: text });
    expect(await rowOf('Tämä puuttuu').textContent()).toMatch(/^2Otsikko/);
    expect(await rowOf('1.12.2026 9.30').textContent()).toMatch(/^2Julkaisuaikaeilen/);
    expect(await rowOf('https://').textContent()).toMatch(/^3Linkkiexample\.org/);
    await staff.page.getByText('niin kuin Excel sen Windowsissa tallentaa').waitFor();
    expect(await staff.button(/^Tuo \d+ tiedote/).isDisabled()).toBe(true);
    expect(await violations(staff.page)).toEqual([]);
  });

  const rows = Array.from(
    { length: 12 },
    (_row, index) =>
      `lapin-amk;Tuotu tiedote ${index + 1};Aihe numero ${index + 1}, josta kerrotaan tässä.;website;${finnishDate(index + 2)} 5.00;;;`,
  );
  const good = [
    HEADERS,
    ...rows,
    `digipolis;Tuotu tapahtuma;Tervetuloa.;website;${finnishDate(3)} 5.30;${finnishDate(20)} 17.30;Arktikum;`,
  ].join('\n');

  test('a sound file is previewed with what is worth knowing, confirmed, and made with a progress bar', async () => {
    await choose(good);
    await staff.page.getByRole('heading', { name: '13 tiedotetta on valmiina tuotavaksi' }).waitFor();
    await staff.page.getByText('1 rivistä on huomautus. Se ei estä tuontia.').waitFor();
    const event = staff.page.getByRole('row').filter({ hasText: 'Tuotu tapahtuma' });
    expect(await event.textContent()).toMatch(/”Tuotu tiedote 2” tulee alle tunnin päässä/);
    expect(await announcements('Tuotu')).toBe(0);
    expect(await violations(staff.page)).toEqual([]);
    await staff.picture('import');
    await staff.button('Tuo 13 tiedotetta').click();
    await staff.page.getByRole('progressbar', { name: 'Tuonnin eteneminen' }).waitFor();
    await staff.page.getByRole('heading', { name: 'Tuonti on valmis' }).waitFor({ timeout: 30_000 });
    await staff.page.getByText('13 tiedotetta syntyi.').waitFor();
    expect(await violations(staff.page)).toEqual([]);
    expect(await announcements('Tuotu')).toBe(13);
  });

  test('the same file again makes nothing, and leads to what it made', async () => {
    await staff.button('Tuo toinen tiedosto').click();
    await choose(good);
    await staff.page.getByText('13 riviä on tuotu jo aiemmin').waitFor();
    expect(await staff.button('Tuo 0 tiedotetta').isDisabled()).toBe(true);
    await staff.page.getByRole('link', { name: 'tuotu jo aiemmin' }).first().click();
    await staff.page.getByRole('heading', { level: 1, name: 'Tuotu tiedote 1' }).waitFor();
    expect(await announcements('Tuotu')).toBe(13);
  });

  test('an announcement is duplicated without its times, and stored as a new draft', async () => {
    const { items } = await staff.api<{ items: { slug: string }[] }>('/announcements?q=Tuotu%20tapahtuma');
    await staff.open(`/announcements/${items[0]?.slug}`);
    await staff.page.getByRole('link', { name: 'Monista' }).click();
    await staff.page.getByText('Tämä on kopio uudelle tiedotteelle').waitFor();
    expect(await staff.page.getByLabel('Otsikko').inputValue()).toBe('Tuotu tapahtuma');
    const starts = staff.page.getByRole('group', { name: /^Alkaa/ });
    expect(await starts.getByLabel('Päivä').inputValue()).toBe('');
    await starts.getByLabel('Päivä').fill(finnishDate(20));
    await starts.getByLabel('Kello').fill('17.30');
    await staff.button('Tallenna luonnokseksi').click();
    await staff.page.getByRole('heading', { level: 1, name: 'Tuotu tapahtuma' }).waitFor();
    expect(await announcements('Tuotu tapahtuma')).toBe(2);
  });
});
