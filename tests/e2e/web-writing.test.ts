import { beforeAll, expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { dateIn, describeStaff, finnishDate, isNextMonth } from '../support/staff.ts';

const TITLE = 'Puurakentamisen ilta Rovaniemellä';
const BODY = [
  'Tervetuloa kuulemaan, mitä Lapin puukerrostaloista on opittu: suunnittelijat, rakentajat ja asukkaat kertovat.',
  'Illan aikana katsotaan kolmea kohdetta läheltä ja puhutaan siitä, mitä seuraavaksi kannattaisi tehdä toisin.',
  'Kahvit tarjotaan. #puurakentaminen',
].join('\n\n');

await describeStaff('writing, scheduling and publishing in the staff interface', (staff) => {
  beforeAll(() => staff.enter());

  /** Its Facebook post in the calendar, a button by name and by keyboard. */
  const chip = (time = '') =>
    staff.page.getByRole('button', { name: new RegExp(`^${time || '\\d+\\.\\d\\d'} ${TITLE}`) });
  const openCalendar = async () => {
    await staff.open('/calendar?channel=facebook-klusteri');
    if (isNextMonth(1)) await staff.button('Seuraava jakso').click();
    await chip().waitFor();
  };

  const changeCluster = async (change: object) => {
    const { revision } = await staff.api<{ revision: number }>('/cluster');
    const answer = await fetch(`${staff.kaiku.address}/api/v1/cluster`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${staff.kaiku.key}`,
        'content-type': 'application/json',
        'if-match': `"${revision}"`,
      },
      body: JSON.stringify(change),
    });
    expect(answer.ok).toBe(true);
  };

  test('what is missing is told at its field, and the focus goes to what is wrong', async () => {
    await staff.open('/write');
    await staff.button('Julkaise').click();
    const summary = staff.page.getByRole('alert').filter({ hasText: 'Korjaa' });
    await summary.waitFor();
    expect(await staff.page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
    await summary.getByRole('link', { name: /Otsikko/ }).click();
    await expect.poll(() => staff.page.evaluate('document.activeElement.id')).toBe('field-texts-fi-title');
    expect(await staff.page.getByLabel('Otsikko').getAttribute('aria-invalid')).toBe('true');
    expect(await violations(staff.page)).toEqual([]);
  });

  test('an event is written in Finnish, with live previews that fold and count as the platforms do', async () => {
    await staff.open('/write');
    await staff.page.getByText('tapahtuma', { exact: true }).click();
    await staff.page.getByLabel('Otsikko').fill(TITLE);
    await staff.page.getByLabel('Teksti', { exact: true }).fill(BODY);
    const preview = staff.page.getByRole('article', { name: /^Esikatselu/ });
    await preview.getByText('Tervetuloa kuulemaan').waitFor();
    await staff.page.getByRole('tab', { name: 'LinkedIn' }).click();
    await preview.getByRole('button', { name: 'näytä lisää' }).waitFor();
    expect(await preview.textContent()).not.toContain('Kahvit tarjotaan');
    await preview.getByRole('button', { name: 'näytä lisää' }).click();
    await preview.getByText('Kahvit tarjotaan').waitFor();
    await staff.page.getByText(/\d+ \/ 3.000 merkkiä/).waitFor();
    await staff.page.getByLabel('Rahoitus', { exact: true }).selectOption('A72158');
    await preview.getByText('Euroopan unionin osarahoittama').waitFor();
    const starts = staff.page.getByRole('group', { name: /^Alkaa/ });
    await starts.getByLabel('Päivä').fill(finnishDate(40));
    await starts.getByLabel('Kello').fill('17.30');
    await staff.page.getByLabel('Paikka', { exact: true }).fill('Arktikum, Rovaniemi');
    await staff.page.getByText('puurakentaminen', { exact: true }).click();
    await preview.getByText(/klo 17\.30/).waitFor();
    await staff.picture('write');
    expect(await violations(staff.page)).toEqual([]);
  });

  test('a reload in the middle of writing loses nothing', async () => {
    await staff.page.getByText(/^Tallessa tässä selaimessa/).waitFor();
    await staff.page.reload();
    await staff.page.getByText('Keskeneräinen tekstisi löytyi').waitFor();
    expect(await staff.page.getByLabel('Otsikko').inputValue()).toBe(TITLE);
    expect(await staff.page.getByLabel('Teksti', { exact: true }).inputValue()).toBe(BODY);
    expect(
      await staff.page
        .getByRole('group', { name: /^Alkaa/ })
        .getByLabel('Kello')
        .inputValue(),
    ).toBe('17.30');
  });

  test('an image without a description is refused with the reason; described, it is stored and shown', async () => {
    const drawn = await staff.page.evaluate(`(() => {
      const canvas = document.createElement('canvas');
      canvas.width = 640; canvas.height = 400;
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#1d6a58'; pen.fillRect(0, 0, 640, 400);
      return canvas.toDataURL('image/png').split(',')[1];
    })()`);
    const chooser = staff.page.waitForEvent('filechooser');
    await staff.button('Valitse kuvat').click();
    await (await chooser).setFiles({
      name: 'talo.png',
      mimeType: 'image/png',
      buffer: Buffer.from(String(drawn), 'base64'),
    });
    const alt = staff.page.getByLabel('Kuvan 1 kuvaus');
    await alt.waitFor();
    await staff.page.getByText('tiettynä aikana').click();
    await staff.button('Ajasta').click();
    await staff.page.getByRole('alert').filter({ hasText: 'Kuvalta puuttuu kuvaus' }).waitFor();
    await alt.fill('Piirros: vihreä puutalo');
    await alt.blur();
    await staff.page.getByText('Tallennettu.', { exact: true }).waitFor();
  });

  test('it is scheduled and its posts are listed by channel', async () => {
    const when = staff.page.getByRole('group', { name: /^Julkaistaan/ });
    await when.getByLabel('Päivä').fill(finnishDate(1));
    await when.getByLabel('Kello').fill('12');
    await staff.page.getByText('3 julkaisua', { exact: true }).waitFor();
    await staff.button('Ajasta').click();
    await staff.page.waitForURL(/\/announcements\//);
    await staff.page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await expect.poll(() => staff.page.getByText('ajastettu', { exact: true }).count()).toBe(3);
    expect(await staff.page.evaluate('localStorage.getItem("staff.kaiku.draft.new")')).toBeNull();
    // Who wrote it is told by name.
    const { items } = await staff.api<{ items: { author: string | null }[] }>('/announcements?limit=1');
    expect(items[0]?.author).toMatch(/\w/);
    await staff.page
      .getByRole('definition')
      .filter({ hasText: String(items[0]?.author) })
      .first()
      .waitFor();
  });

  test('the calendar shows it, moves it by keyboard, and takes the move back', async () => {
    await openCalendar();
    await chip('12.00').focus();
    await staff.page.keyboard.press('Enter');
    await staff.inDialog('Siirrä …').click();
    await staff.page.getByRole('dialog').getByLabel('Kello').fill('14.15');
    await staff.inDialog('Siirrä').click();
    await chip('14.15').waitFor();
    await staff.button('Kumoa').click();
    await chip('12.00').waitFor();
    await staff.page.getByText('Siirto on kumottu.').waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await staff.open(`/calendar?view=timeGridWeek&date=${dateIn(1)}`);
    await staff.settled();
    await staff.picture('calendar');
  });

  const drag = async () => {
    await chip('12.00').scrollIntoViewIfNeeded();
    const box = await chip('12.00').boundingBox();
    if (!box) throw new Error('the post is not drawn');
    await staff.page.mouse.move(box.x + 25, box.y + 6);
    await staff.page.mouse.down();
    await staff.page.mouse.move(box.x + 25, box.y + 60, { steps: 8 });
    await staff.page.mouse.move(box.x + 25, box.y + 90, { steps: 4 });
    await staff.page.mouse.up();
  };

  test('a drag in the calendar reschedules, and can be undone', async () => {
    await staff.open('/calendar?channel=facebook-klusteri');
    await staff.page.getByText('Viikko', { exact: true }).click();
    const isMonday = new Date(dateIn(1)).getUTCDay() === 1;
    if (isMonday) await staff.button('Seuraava jakso').click();
    await drag();
    await staff.page.getByText(/^Siirretty:/).waitFor();
    await chip('12.00').waitFor({ state: 'detached' });
    await staff.button('Kumoa').click();
    await chip('12.00').waitFor();
    expect(await violations(staff.page)).toEqual([]);
  });

  test('where others approve, a drag of what is approved asks first, and no slip moves it', async () => {
    const ask = (fourEyes: boolean) => changeCluster({ approval: { fourEyes, areas: {} } });
    await ask(true);
    await staff.page.reload();
    await chip('12.00').waitFor();
    await drag();
    await staff.page.getByRole('dialog', { name: 'Tämä on jo hyväksytty' }).waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await staff.inDialog('Jätä paikalleen').press('Enter');
    await chip('12.00').waitFor();
    await expect.poll(() => staff.page.evaluate('document.activeElement === document.body')).toBe(false);
    await chip('12.00').click();
    await staff.inDialog('Siirrä …').press('Enter');
    await staff.page.getByText('Joku muu on hyväksynyt tämän tähän aikaan.').waitFor();
    await staff.page.keyboard.press('Escape');
    await staff.page.getByRole('dialog').waitFor({ state: 'detached' });
    await drag();
    await staff.inDialog('Siirrä').click();
    await staff.page.getByText(/^Siirretty:/).waitFor();
    await chip('12.00').waitFor({ state: 'detached' });
    await staff.button('Kumoa').click();
    await chip('12.00').waitFor();
    await ask(false);
  });

  test('published now, it is seen on the page in the sandbox', async () => {
    await openCalendar();
    await chip().click();
    await staff.page.getByRole('dialog').getByRole('link', { name: 'Avaa julkaisu' }).click();
    await staff.page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await staff.button('Julkaise heti').click();
    await staff.inDialog('Julkaise heti').click();
    await staff.page.getByText('julkaistu', { exact: true }).waitFor({ timeout: 25_000 });
    await staff.page.getByText('1. julkaisuyritys').waitFor();
    const link = await staff.page.getByRole('link', { name: /Avaa julkaisu kanavassa/ }).getAttribute('href');
    const visitor = await (await fetch(link ?? '')).text();
    expect(visitor).toContain('Kahvit tarjotaan');
    await staff.picture('post');
    expect(await violations(staff.page)).toEqual([]);
  });

  test('its words are edited afterwards', async () => {
    await staff.button('Muokkaa sanoja').click();
    const text = staff.page.getByRole('dialog').getByLabel('Teksti', { exact: true });
    await text.fill(`${BODY}\n\nTervetuloa!`);
    await staff.inDialog('Tallenna').click();
    await staff.page.getByText('Sanat on tallennettu.').waitFor();
    await staff.page.getByRole('region', { name: 'Näin se lukee' }).getByText('Tervetuloa!').waitFor();
  });

  test('the calendar suggests empty times of a channel, and one of them opens the composer with it', async () => {
    await staff.open(`/calendar?channel=linkedin-klusteri&date=${dateIn(31)}`);
    const slot = staff.page.getByRole('button', { name: /^vapaa: / }).first();
    await slot.waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await slot.focus();
    await staff.page.keyboard.press('Enter');
    await staff.page.waitForURL(/\/write\?at=/);
    const when = staff.page.getByRole('group', { name: /^Julkaistaan/ });
    expect(await when.getByLabel('Kello').inputValue()).toBe('08.00');
    await staff.button('Ehdota aikaa').click();
    await staff.page.getByText('Ajat tulevat julkaisuajoista').waitFor();
    await staff.page
      .getByRole('button', { name: /na \d+\. .+kuuta \d+ klo 8\.00$/ })
      .first()
      .click();
    expect(await violations(staff.page)).toEqual([]);
  });

  test('of two who edit the same, the second is told and overwrites nothing', async () => {
    const { items } = await staff.api<{
      items: { slug: string; revision: number; texts: { fi?: { title: string } } }[];
    }>('/announcements?limit=50');
    const mine = items.find(({ texts }) => texts.fi?.title === TITLE);
    if (!mine) throw new Error('the announcement is not there');
    await staff.open(`/announcements/${mine.slug}/edit`);
    await staff.page.getByLabel('Paikka', { exact: true }).fill('Korundi, Rovaniemi');
    const other = await fetch(`${staff.kaiku.address}/api/v1/announcements/${mine.slug}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${staff.kaiku.key}`, 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify({ link: 'https://example.org/muuttui' }),
    });
    expect(other.status).toBe(200);
    await staff.page.getByText(/^Joku muu tallensi muutoksen/).waitFor();
    await staff.button('Tallenna muutokset').click();
    await staff.page.getByText(/Joku muu muutti tätä juuri äsken/).waitFor();
    await staff.button('Yhdistä ja jatka').click();
    await expect
      .poll(() => staff.page.getByLabel('Linkki', { exact: true }).inputValue())
      .toBe('https://example.org/muuttui');
    expect(await staff.page.getByLabel('Paikka', { exact: true }).inputValue()).toBe('Korundi, Rovaniemi');
    await staff.button('Tallenna muutokset').click();
    await staff.page.waitForURL(/\/announcements\/[^/]+$/);
    await staff.page.getByText('Korundi, Rovaniemi').first().waitFor();
  });
});
