import { beforeAll, expect, test } from 'vitest';
import { formatLocal } from '#posts/time';
import { violations } from '../support/browser.ts';
import { describeStaff } from '../support/staff.ts';

const DAY_MS = 86_400_000;

await describeStaff('a campaign follows its event in the staff interface', (staff) => {
  let slug = '';
  const startsAt = (days: number) =>
    `${formatLocal(new Date(Date.now() + days * DAY_MS), 'Europe/Helsinki').slice(0, 10)}T13:00`;
  const send = async <Answer>(method: string, path: string, body: unknown): Promise<Answer> => {
    const answer = await fetch(`${staff.kaiku.address}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${staff.kaiku.key}`, 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify(body),
    });
    expect(answer.ok, await answer.clone().text()).toBe(true);
    return (await answer.json()) as Answer;
  };
  const clean = async (name: string) => {
    await staff.settled();
    if (process.env.KAIKU_SCREENSHOTS)
      await staff.page.screenshot({ path: `${process.env.KAIKU_SCREENSHOTS}/${name}.png`, fullPage: true });
    expect(await violations(staff.page)).toEqual([]);
  };

  beforeAll(async () => {
    await staff.enter();
    const { announcement, posts } = await send<{
      announcement: { slug: string };
      posts: { id: string; step: string; channel: string }[];
    }>('POST', '/announcements', {
      kind: 'event',
      organisation: 'lapin-amk',
      channels: ['website', 'linkedin-klusteri'],
      texts: { fi: { title: 'Puukerrostalojen päivä', body: 'Tule kuulemaan, miten puusta rakennetaan korkealle.' } },
      event: { startsAt: startsAt(30), place: 'Rovaniemi' },
      campaign: 'standard',
      submit: true,
    });
    slug = announcement.slug;
    const hand = posts.find(({ step, channel }) => step === 'day-before' && channel === 'linkedin-klusteri');
    await send('PATCH', `/posts/${hand?.id}`, { text: 'Omin sanoin: nähdään huomenna.' });
  });

  test('moved: the timeline says before saving what will be, and the posts follow', async () => {
    const { page } = staff;
    await staff.open(`/announcements/${slug}/edit`);
    await page.getByText('Mikään julkaisu ei muutu.').waitFor();
    const date = startsAt(37).slice(0, 10).split('-').map(Number).reverse().join('.');
    await page.getByRole('group', { name: /Alkaa/ }).getByLabel('Päivä').fill(date);
    await page.getByText('10 julkaisua muuttuu.').or(page.getByText('11 julkaisua muuttuu.')).waitFor();
    await page.getByText('Käsin kirjoitettu: sanat säilyvät, ja näet eron: aika').waitFor();
    await clean('timeline-move');
    await staff.button('Tallenna muutokset').click();
    await page.getByRole('heading', { name: 'Tapahtuma muuttui: tarkista nämä' }).waitFor();
    await clean('offer');
    await staff.button('Pidä nykyiset sanat').click();
    await page.getByRole('heading', { name: 'Tapahtuma muuttui: tarkista nämä' }).waitFor({ state: 'detached' });
    const { items } = await staff.api<{ items: { step: string; scheduledAt: string }[] }>(
      `/posts?announcement=${slug}`,
    );
    const dayBefore = items.filter(({ step }) => step === 'day-before');
    expect(dayBefore.map((post) => formatLocal(new Date(post.scheduledAt), 'Europe/Helsinki'))).toEqual([
      startsAt(36),
      startsAt(36),
    ]);
  });

  test('cancelled: what stops is shown before, and nothing goes out after', async () => {
    const { page } = staff;
    await staff.open(`/announcements/${slug}`);
    await staff.button('Peru tiedote').click();
    await page.getByText('10 julkaisua muuttuu.').waitFor();
    await clean('timeline-cancel');
    await page.getByRole('dialog').getByRole('button', { name: 'Peru tiedote' }).click();
    await page.getByText('Mitään uutta ei lähde.').waitFor();
    const { items } = await staff.api<{ items: { state: string }[] }>(`/posts?announcement=${slug}`);
    expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['cancelled']));
  });

  test('after the event, who came is told, and a picture of it may be added', async () => {
    const { page } = staff;
    const { announcement } = await send<{ announcement: { slug: string } }>('POST', '/announcements', {
      kind: 'event',
      organisation: 'lapin-amk',
      channels: ['website'],
      texts: { fi: { title: 'Hirsiaamu', body: 'Tule kahville.' } },
      event: { startsAt: new Date(Date.now() + 1_000).toISOString(), place: 'Rovaniemi' },
      submit: true,
    });
    await expect
      .poll(async () => {
        await staff.open(`/announcements/${announcement.slug}`);
        return page.getByRole('heading', { name: 'Tapahtuman jälkeen' }).count();
      })
      .toBe(1);
    await page.getByLabel('Osallistujia').fill('64');
    await page.getByLabel('Muistiinpano').fill('Kahvi riitti.');
    await staff.button('Tallenna').click();
    await page.getByText('64 osallistujaa').waitFor();
    await clean('attendance');
    expect(await staff.api(`/announcements/${announcement.slug}`)).toMatchObject({
      attendance: 64,
      attendanceNote: 'Kahvi riitti.',
    });
  });

  test('what is said again is said in other words', async () => {
    const { page } = staff;
    await staff.open('/write');
    await page.getByLabel('Otsikko', { exact: true }).fill('Ilmoittautuminen on auki');
    await page.getByLabel('Teksti', { exact: true }).fill('Ilmoittaudu messuille.');
    await page.getByText('tiettynä aikana').click();
    const date = startsAt(10).slice(0, 10).split('-').map(Number).reverse().join('.');
    await page
      .getByRole('group', { name: /Julkaistaan/ })
      .getByLabel('Päivä')
      .fill(date);
    await page
      .getByRole('group', { name: /Julkaistaan/ })
      .getByLabel('Kello')
      .fill('9.00');
    await page.getByLabel('Toistuu').selectOption({ label: 'joka viikko' });
    await page.getByLabel('Kertoja').fill('3');
    await staff.button('Lisää sanat seuraavaan kertaan').click();
    await page.getByLabel('2. kerran teksti', { exact: true }).fill('Vielä ehdit ilmoittautua.');
    await page.getByText('3. kerta').first().waitFor();
    await clean('variants');
    await staff.button('Tallenna luonnokseksi').click();
    await page.getByRole('heading', { name: 'Ilmoittautuminen on auki', level: 1 }).waitFor();
    const { items } = await staff.api<{ items: { channel: string; text: string; step: string | null }[] }>(
      '/posts?announcement=ilmoittautuminen-on-auki',
    );
    const said = items
      .filter(({ channel }) => channel === 'website')
      .map(({ step, text }) => [step, text.split('\n')[0]]);
    expect(said.sort()).toEqual([
      [null, 'Ilmoittaudu messuille.'],
      ['repeat-1', 'Vielä ehdit ilmoittautua.'],
      ['repeat-2', 'Ilmoittaudu messuille.'],
    ]);
    // Edited, the words for the other times are still there.
    await staff.open('/announcements/ilmoittautuminen-on-auki/edit');
    await page.getByLabel('2. kerran teksti', { exact: true }).waitFor();
  });

  test('posting hours and templates are edited', async () => {
    const { page } = staff;
    await staff.open('/campaigns');
    await page.getByRole('heading', { name: 'Julkaisuajat' }).waitFor();
    await page.getByLabel('Kampanjat julkaisevat vain sovittuina aikoina').check();
    await clean('campaigns');
    await staff.button('Tallenna').first().click();
    await page.getByText('Tallennettu.').first().waitFor();
    const { postingHours } = await staff.api<{ postingHours: unknown }>('/cluster');
    expect(postingHours).toEqual({ from: '08:00', to: '20:00', weekdays: [1, 2, 3, 4, 5], holidays: false });
  });
});
