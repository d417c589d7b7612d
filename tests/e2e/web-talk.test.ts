import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { describeStaff } from '../support/staff.ts';

const TITLE = 'Hirsikoulun avajaiset';

await describeStaff('what colleagues and partners are shown before anything goes out', (staff) => {
  beforeAll(() => staff.enter());
  const section = (name: string) => staff.page.getByRole('region', { name });
  const focused = () => staff.page.evaluate('document.activeElement === document.body');
  let slug = '';
  let key = '';

  test('what waits for approval is returned with what should be put right, and that stays in the talk of it', async () => {
    await staff.api('/people', {
      name: 'Aino Kirjoittaja',
      email: 'aino@example.org',
      roles: { 'lapin-amk': 'author' },
    });
    ({ key } = await staff.api<{ key: string }>('/api-keys', {
      name: 'kirjoittaja',
      organisation: 'lapin-amk',
      scopes: ['read', 'write'],
    }));
    const sent = await fetch(`${staff.kaiku.address}/api/v1/announcements`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        kind: 'announcement',
        organisation: 'lapin-amk',
        texts: { fi: { title: TITLE, body: 'Tervetuloa katsomaan.' } },
        channels: ['website'],
        submit: true,
      }),
    });
    const made = (await sent.json()) as { announcement: { slug: string; state: string } };
    expect([sent.status, made.announcement.state]).toEqual([201, 'awaitingApproval']);
    slug = made.announcement.slug;
    await staff.open(`/announcements/${slug}`);
    await staff.button('Palauta kirjoittajalle').click();
    await staff.page.getByLabel('Mitä pitää korjata').fill('Lisää kellonaika ja paikka.');
    expect(await violations(staff.page)).toEqual([]);
    await staff.inDialog('Palauta kirjoittajalle').click();
    await section('Keskustelu').getByText('Lisää kellonaika ja paikka.').waitFor();
    await expect.poll(focused).toBe(false);
  });

  test('a comment tells those who are named in it, by keyboard alone', async () => {
    const send = section('Keskustelu').getByRole('button', { name: 'Lähetä kommentti' });
    await send.press('Enter');
    await section('Keskustelu').getByText('Kirjoita ensin jotakin.').waitFor();
    await section('Keskustelu').getByLabel('Kommentti').fill('Paikka on Rovaniemi.');
    await section('Keskustelu').locator('summary').press('Enter');
    await section('Keskustelu').getByRole('checkbox', { name: 'Aino Kirjoittaja' }).press('Space');
    await send.press('Enter');
    await section('Keskustelu').getByText('Kerrottiin: Aino Kirjoittaja').waitFor();
    await section('Keskustelu').getByText('Paikka on Rovaniemi.').waitFor();
    await expect.poll(focused).toBe(false);
  });

  test('a change of what is out and approved waits beside what readers see, until it is approved', async () => {
    const event = {
      kind: 'event',
      organisation: 'lapin-amk',
      texts: { fi: { title: 'Hirsipäivä', body: 'Tervetuloa.' } },
      channels: ['website'],
      event: { startsAt: '2099-05-04T12:00', place: 'Rovaniemi' },
      submit: true,
    };
    const { announcement } = await staff.api<{ announcement: { slug: string } }>('/announcements', event);
    const posts = () => staff.api<{ items: { state: string }[] }>(`/posts?announcement=${announcement.slug}`);
    await expect
      .poll(async () => (await posts()).items.map(({ state }) => state), { timeout: 15_000 })
      .toEqual(['published']);
    const edited = await fetch(`${staff.kaiku.address}/api/v1/announcements/${announcement.slug}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify({ texts: { fi: { title: 'Hirsiviikko', body: 'Tervetuloa.' } } }),
    });
    expect(edited.status).toBe(200);
    const feed = async () => (await fetch(`${staff.kaiku.address}/events.json`)).text();
    expect(await feed()).not.toContain('Hirsiviikko');

    await staff.open('/');
    await section('Odottaa sinua').getByRole('link', { name: 'Hirsiviikko' }).press('Enter');
    await staff.page.getByText('Muutos odottaa hyväksyntää').waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await staff.button('Hyväksy').press('Enter');
    await staff.inDialog('Hyväksy').click();
    await staff.page.getByText('Muutos odottaa hyväksyntää').waitFor({ state: 'detached' });
    expect(await feed()).toContain('Hirsiviikko');
    await expect.poll(focused).toBe(false);
  });

  test('a partner sees the posts by a link, until it is ended', async () => {
    await staff.open(`/announcements/${slug}`);
    const links = section('Esikatselulinkki kumppanille');
    await links.getByLabel('Toimii', { exact: true }).selectOption('30');
    await links.getByRole('button', { name: 'Tee linkki' }).press('Enter');
    const url = await links.getByLabel('Linkki', { exact: true }).inputValue();
    await staff.page.screenshot({ path: join(tmpdir(), 'kaiku-talk.png'), fullPage: true });
    expect(await violations(staff.page)).toEqual([]);
    const seen = () => fetch(`${staff.kaiku.address}${new URL(url).pathname}`);
    expect(await (await seen()).text()).toContain(TITLE);
    await links.getByRole('button', { name: /Lopeta linkki/ }).press('Enter');
    await links.getByText(/toimii .* asti/).waitFor({ state: 'detached' });
    expect((await seen()).status).toBe(404);
    await expect.poll(focused).toBe(false);
  });
});
