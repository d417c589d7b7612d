import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { aCalendar, icsTime, type Partner, startPartner } from '../support/partner.ts';
import { describeStaff } from '../support/staff.ts';

await describeStaff('partners’ events in the staff interface', (staff) => {
  let partner: Partner;
  beforeAll(async () => {
    partner = await startPartner();
    await staff.enter();
  });
  afterAll(() => partner?.close());

  const serve = (place: string) =>
    partner.pages.set('/lapin-liitto.ics', {
      body: aCalendar(
        [
          'UID:1',
          'SUMMARY:Kaavoittajien hirsipäivä',
          `DTSTART:${icsTime(20)}`,
          `LOCATION:${place}`,
          'DESCRIPTION:Hirrestä kouluksi.',
        ],
        ['UID:2', 'SUMMARY:Peruttu kierros', `DTSTART:${icsTime(22)}`, 'STATUS:CANCELLED'],
        ['UID:3', 'SUMMARY:Outo vyöhyke', 'DTSTART;TZID=Lapin aika:20990101T100000'],
      ),
    });
  const clean = async () => {
    await staff.settled();
    expect(await violations(staff.page)).toEqual([]);
  };

  test('a calendar is looked at, subscribed, and what came and was refused is shown', async () => {
    const { page } = staff;
    serve('Rovaniemi');
    await staff.open('/imports');
    await page.getByRole('navigation').getByText('Tuonti').waitFor();
    await clean();
    await page.getByRole('link', { name: 'Lisää lähde' }).click();
    await page.getByLabel('Osoite').fill(`${partner.url}/lapin-liitto.ics`);
    await staff.button('Katso mitä tulisi').click();
    await page.getByText('2 kohtaa: kalenteri (iCalendar).').waitFor();
    await page.getByText('Kaavoittajien hirsipäivä').waitFor();
    await page.getByLabel('Nimi').fill('Lapin liitto');
    await page.getByLabel('Organisaatio').selectOption('lapin-liitto');
    await page.getByRole('checkbox', { name: /Verkkosivu|verkkosivu/ }).check();
    await staff.button('Lisää sana').click();
    await page.getByLabel('Sana', { exact: true }).fill('hirsi');
    await page.getByLabel('Teema', { exact: true }).selectOption('wood-construction');
    await clean();
    await staff.button('Tilaa').click();
    await page.getByRole('heading', { level: 1, name: 'Lapin liitto' }).waitFor();
    await page.getByText('uusia 1').waitFor({ timeout: 90_000 });
    await page.getByText('Se oli peruttu jo ennen kuin se tuli tänne.').waitFor();
    await page.getByText('Outo vyöhyke: Sen aikavyöhykettä ei tunneta.').waitFor();
    await clean();
  });

  test('what a person changed is asked about, with both sides, and answered by keyboard', async () => {
    const { page } = staff;
    const { items } = await staff.api<{ items: { id: string }[] }>('/imports');
    const id = items[0]?.id;
    const { items: things } = await staff.api<{ items: { title: string; announcement: { slug: string } | null }[] }>(
      `/imports/${id}/items`,
    );
    const slug = things.find(({ title }) => title === 'Kaavoittajien hirsipäivä')?.announcement?.slug;
    const answer = await fetch(`${staff.kaiku.address}/api/v1/announcements/${slug}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${staff.kaiku.key}`, 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify({ texts: { fi: { title: 'Hirsipäivä kaavoittajille', body: 'Omin sanoin.' } } }),
    });
    expect(answer.status).toBe(200);
    serve('Kemijärvi');
    await staff.open(`/imports/${id}`);
    await staff.button('Lue nyt').click();
    await page.getByText('kysyy yhdestä').waitFor();
    await staff.open('/');
    await page.getByRole('link', { name: 'Tuonti: Lapin liitto' }).click();
    await page.getByLabel('Näytä').selectOption('asking');
    const row = page.getByRole('row', { name: /Paikka/ });
    await row.getByText('Rovaniemi').waitFor();
    await row.getByText('Kemijärvi').waitFor();
    await clean();
    const take = staff.button('Ota lähteen muutos');
    await take.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Lähteen muutos on otettu.').waitFor();
    await page.getByText('Ei mitään näytettävää.').waitFor();
  });

  test('a file is dropped on Kaiku once, and the chosen become drafts', async () => {
    const { page } = staff;
    await staff.open('/imports/once');
    await clean();
    const chooser = page.waitForEvent('filechooser');
    await staff.button('Valitse tiedosto').click();
    const text = aCalendar(
      ['UID:k1', 'SUMMARY:Avoin työmaa', `DTSTART:${icsTime(12)}`, 'LOCATION:Sodankylä'],
      ['UID:k2', 'SUMMARY:Toinen työmaa', `DTSTART:${icsTime(13)}`],
    );
    await (await chooser).setFiles({ name: 'tyomaat.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) });
    await page.getByRole('checkbox', { name: 'Avoin työmaa' }).waitFor();
    await page.getByRole('checkbox', { name: 'Toinen työmaa' }).uncheck();
    await page.getByLabel('Organisaatio').selectOption('digipolis');
    await page.getByRole('checkbox', { name: /Verkkosivu|verkkosivu/ }).check();
    await clean();
    await staff.button('Tee yksi luonnos').click();
    await page.getByText('Yksi luonnos on tehty').waitFor();
    await clean();
    const details = page.getByText('Liitä sivun lähdekoodi tai kalenterin teksti');
    await details.click();
    await page.getByLabel('Teksti').fill('<p>Ei tapahtumaa</p>');
    await staff.button('Katso').click();
    await page.getByRole('alert').getByText('Sivulla ei ole tapahtumaa').waitFor();
  });

  test('every page fits a phone', async () => {
    await staff.page.setViewportSize({ width: 360, height: 740 });
    const { items } = await staff.api<{ items: { id: string }[] }>('/imports');
    for (const path of [
      '/imports',
      '/imports/new',
      '/imports/once',
      `/imports/${items[0]?.id}`,
      `/imports/${items[0]?.id}/edit`,
    ]) {
      await staff.open(path);
      await clean();
      const over = await staff.page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(over, path).toBe(0);
    }
    await staff.page.setViewportSize({ width: 1280, height: 900 });
  });
});
