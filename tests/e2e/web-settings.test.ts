import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { describeStaff } from '../support/staff.ts';

await describeStaff('what an administrator decides for the cluster', (staff) => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    await staff.enter();
  });
  afterAll(() => receiver?.close());
  const section = (name: string) => staff.page.getByRole('region', { name });
  const show = (name: string) => staff.page.screenshot({ path: join(tmpdir(), `kaiku-${name}.png`), fullPage: true });
  const dialog = () => staff.page.getByRole('dialog');

  test('who approves what, what is refused, and how links are counted', async () => {
    await staff.open('/settings');
    const approval = section('Hyväksyminen');
    await approval.getByLabel('Neljä silmää').check();
    const wood = approval.getByRole('group').filter({ hasText: 'puurakentaminen' });
    await wood.locator('summary').press('Enter');
    await wood.getByRole('checkbox', { name: /Ylläpitäjä/ }).check();
    await approval.getByRole('button', { name: 'Tallenna' }).press('Enter');
    await staff.page.getByText('Asetukset tallennettu.').waitFor();
    const gate = section('Ennen julkaisemista tarkistetaan');
    await gate.getByRole('radiogroup', { name: 'Linkki ei vastaa' }).getByLabel('estä').check();
    await gate.getByRole('button', { name: 'Tallenna' }).press('Enter');
    type Known = { approval: { fourEyes: boolean; areas: Record<string, string[]> }; gate: Record<string, string> };
    const known = () => staff.api<Known>('/cluster');
    await expect.poll(async () => (await known()).gate).toEqual({ missingLanguage: 'warn', deadLink: 'refuse' });
    const { approval: kept } = await known();
    expect([kept.fourEyes, Object.keys(kept.areas)]).toEqual([true, ['wood-construction']]);
    const links = section('Linkit ja luvut');
    await links.getByLabel('Lyhytlinkit').uncheck();
    await links.getByRole('button', { name: 'Tallenna' }).press('Enter');
    await expect
      .poll(async () => (await staff.api<{ trackLinks: boolean }>('/cluster/numbers')).trackLinks)
      .toBe(false);
    expect(await violations(staff.page)).toEqual([]);
    await show('settings');
  });

  test('one’s own mails: last week’s numbers are asked for, and their language', async () => {
    await staff.open('/profile');
    const mail = section('Mitä sinulle postitetaan');
    await mail.getByLabel('Viikon luvut sähköpostiin').click();
    await expect.poll(() => mail.getByLabel('Viikon luvut sähköpostiin').isChecked()).toBe(true);
    await mail.getByLabel('Postin kieli').selectOption('sv');
    const me = () =>
      staff.page.evaluate("fetch('/api/v1/me').then((answer) => answer.json())") as Promise<Record<string, unknown>>;
    await expect.poll(me).toMatchObject({ weeklyByMail: true, language: 'sv' });
    await show('profile');
  });

  test('a program is told: its secret is shown once, a test arrives, the log says so, and it is sent again', async () => {
    await staff.open('/webhooks');
    await staff.page.getByRole('heading', { name: 'Kaiku ei kerro vielä millekään ohjelmalle' }).waitFor();
    await staff.button('Lisää webhook').first().click();
    await dialog().getByRole('button', { name: 'Lisää webhook' }).click();
    await dialog().getByText('Kirjoita koko osoite').waitFor();
    expect(await violations(staff.page)).toEqual([]);
    await dialog().getByLabel('Nimi').fill('Intranet');
    await dialog().getByLabel('Osoite').fill(receiver.url);
    await dialog().getByRole('button', { name: 'Lisää webhook' }).click();
    const secret = await dialog().getByLabel('Salaisuus').inputValue();
    expect(secret).toMatch(/^whsec_/);
    await staff.inDialog('Olen kopioinut sen').click();
    await staff.button('Kokeile: Intranet').press('Enter');
    const log = staff.page.getByRole('list', { name: 'Loki' });
    await log.getByText('kokeilu · perillä').waitFor({ timeout: 30_000 });
    expect(await staff.page.content()).not.toContain(secret);
    await show('webhooks');
    await log.getByRole('button', { name: /Lähetä uudelleen/ }).press('Enter');
    await expect.poll(() => receiver.heard.length, { timeout: 30_000 }).toBe(2);
    await staff.page.getByLabel('Käytössä: Intranet').click();
    await staff.page.getByText('Pois käytöstä: Intranet.').waitFor();
    await staff.button('Poista: Intranet').click();
    await staff.inDialog('Poista').click();
    await staff.page.getByRole('heading', { name: 'Kaiku ei kerro vielä millekään ohjelmalle' }).waitFor();
    await expect.poll(() => staff.page.evaluate('document.activeElement === document.body')).toBe(false);
  });
});
