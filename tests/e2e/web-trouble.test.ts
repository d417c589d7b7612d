import { beforeAll, expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { describeStaff } from '../support/staff.ts';

await describeStaff('what needs a person, in the staff interface', (staff) => {
  beforeAll(() => staff.enter());

  test('everything stops by one button, every page says so, and it goes on again', async () => {
    await staff.open('/channels');
    await staff.button('Pysäytä kaikki').click();
    await staff.page
      .getByRole('dialog')
      .getByText(/Jää odottamaan/)
      .waitFor();
    await staff.inDialog('Pysäytä kaikki').click();
    await staff.page.getByText(/^Julkaiseminen on pysäytetty .* klo/).waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await staff.open('/');
    await staff.button('Jatka julkaisemista').click();
    await staff.button('Pysäytä kaikki').waitFor();
  });

  test('a channel is paused and resumed, and a wrong token is told at its field', async () => {
    await staff.open('/channels');
    const card = staff.page.getByRole('article').filter({ hasText: 'Facebook-sivu' });
    await card.getByRole('button', { name: 'Tauko' }).click();
    await staff.inDialog('Tauko').click();
    await card.getByText('tauolla', { exact: true }).waitFor();
    await card.getByRole('button', { name: 'Jatka' }).click();
    await card.getByText('julkaisee', { exact: true }).waitFor();
    await staff.page.getByLabel('Nimi').fill('Toinen sivu');
    await staff.page.getByLabel('Sivun tunniste').fill('999');
    await staff.page.getByLabel('Käyttöavain').fill('a-token-that-no-staff.page-knows');
    await staff.button('Yhdistä').click();
    await staff.page.getByText('Sivu ei hyväksy tätä avainta.').first().waitFor();
    expect(await staff.page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
  });

  test('a change made elsewhere appears by itself', async () => {
    await staff.open('/');
    await staff.button('Pysäytä kaikki').waitFor();
    await staff.api('/cluster/pause', {});
    // Without the stream the page would ask again after half a minute only.
    await staff.page.getByText(/^Julkaiseminen on pysäytetty .* klo/).waitFor();
    await staff.api('/cluster/resume', {});
    await staff.button('Pysäytä kaikki').waitFor();
  });

  test('when nobody knows whether it went out, a person looks at what is there and decides', async () => {
    const [facebook] = (await (await fetch(`${staff.kaiku.sandbox}/sandbox/pages`)).json()) as { remoteId: string }[];
    await staff.sandbox('/faults', { platform: 'facebook', operation: 'publish', mode: 'drop-after', times: 1 });
    // Nobody can look until the second one stands there too.
    await staff.sandbox('/faults', { platform: 'facebook', operation: 'read', mode: 'html-500' });
    const { posts } = await staff.api<{ posts: { id: string; text: string }[] }>('/announcements', {
      kind: 'announcement',
      organisation: 'lapin-amk',
      texts: { fi: { title: 'Kahdesti nähty', body: 'Tämä näkyy sivulla kahdesti.' } },
      channels: ['facebook-klusteri'],
      submit: true,
    });
    const [post] = posts;
    if (!post) throw new Error('no post was made');
    await expect.poll(async () => (await staff.api(`/posts/${post.id}`)).state, { timeout: 20_000 }).toBe('uncertain');
    await staff.sandbox('/posts', { page: facebook?.remoteId, text: post.text });
    await fetch(`${staff.kaiku.sandbox}/sandbox/faults`, { method: 'DELETE' });
    await expect
      .poll(async () => (await staff.api(`/posts/${post.id}`)).state, { timeout: 60_000 })
      .toBe('needsDecision');
    await staff.open('/');
    await staff.page.getByText('Katso kanavan sivulta, onko julkaisu siellä').waitFor();
    await staff.page
      .getByRole('region', { name: 'Odottaa sinua' })
      .getByRole('link', { name: 'Kahdesti nähty' })
      .click();
    await staff.page.getByText('Menikö se ulos?').waitFor();
    expect(await staff.button('Tämä se on').count()).toBe(2);
    expect(await violations(staff.page)).toEqual([]);
    await staff.button('Tämä se on').first().click();
    await staff.page.getByText('julkaistu', { exact: true }).waitFor();
  }, 120_000);

  const _everyPage = async () => {
    const { items } = await staff.api<{ items: { id: string; announcement: string }[] }>(
      '/posts?state=published&limit=1',
    );
    const [post] = items;
    const [stored, edit] = [`/announcements/${post?.announcement}`, `/announcements/${post?.announcement}/edit`];
    return ['/', '/calendar', '/announcements', '/write', '/channels', '/nowhere', `/posts/${post?.id}`, stored, edit];
  };
  /** The stream never ends, so the network is never idle; what is being fetched is told on the page. */
  const _settled = async () => {
    await expect.poll(() => staff.page.getByText('Haetaan …').count()).toBe(0);
  };
});
