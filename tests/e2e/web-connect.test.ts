import { expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { describeStaff } from '../support/staff.ts';

await describeStaff('connecting pages at the platforms', (staff) => {
  /** To the stand-in's consent page. */
  const start = async (platform: 'Facebook' | 'LinkedIn') => {
    await staff.open('/channels');
    await staff.button(`Yhdistä ${platform}-sivuja`).click();
    await staff.page.getByRole('heading', { level: 1, name: /^(Continue|Sign in) as Sandbox/ }).waitFor();
  };
  const press = (name: 'Allow' | 'Cancel') => staff.page.getByRole('button', { name }).click();
  const refused = (words: RegExp) =>
    staff.page.getByRole('alert').filter({ hasText: 'Mitään ei yhdistetty' }).filter({ hasText: words }).waitFor();

  test('the page tells beforehand what to press there, and breaks nothing of WCAG 2.2 AA', async () => {
    await staff.enter();
    await staff.open('/channels');
    await staff.page.getByText('Mitä Facebookissa painetaan?').click();
    await staff.page.getByText(/^Jätä kaikki luvat päälle/).waitFor();
    await staff.page.getByText(`${staff.kaiku.address}/connect/facebook/callback`).waitFor();
    expect(await violations(staff.page)).toEqual([]);
  });

  test.each(['Facebook', 'LinkedIn'] as const)('a cancelled consent at %s is told in plain words', async (platform) => {
    await start(platform);
    await press('Cancel');
    await refused(/Lupaa ei annettu/);
    expect(await violations(staff.page)).toEqual([]);
  });

  test('a declined permission is told, and which one', async () => {
    await start('Facebook');
    await staff.page.getByLabel('pages_manage_posts').uncheck();
    await press('Allow');
    await refused(/Jokin lupa jäi antamatta[\s\S]*pages_manage_posts/);
  });

  test('no page ticked is told', async () => {
    await start('Facebook');
    for (const box of await staff.page.locator('input[name=page]').all()) await box.uncheck();
    await press('Allow');
    await refused(/Yhtään sivua ei valittu/);
  });

  test('a way back that is not known is told, and closed when it was read', async () => {
    await staff.page.goto(`${staff.kaiku.address}/connect/facebook/callback?state=made-up&code=x`);
    await refused(/Paluulinkki ei ollut enää voimassa/);
    await staff.page.getByRole('alert').getByRole('button', { name: 'Sulje' }).click();
    await expect.poll(() => staff.page.url()).toMatch(/\/app\/channels$/);
  });

  test.each(['Facebook', 'LinkedIn'] as const)(
    'the pages of %s are offered one by one and connected',
    async (platform) => {
      await start(platform);
      await press('Allow');
      const offer = staff.page.getByRole('region', { name: 'Valitse yhdistettävät sivut' });
      const first = offer.getByRole('article').first();
      await first.waitFor();
      expect(await violations(staff.page)).toEqual([]);
      await first.getByRole('button', { name: /^(Yhdistä|Uusi avain):/ }).click();
      await staff.page.getByText(/ on yhdistetty\.$/).waitFor();
      await first.getByText('yhdistetty', { exact: true }).waitFor();
      await staff.button('Valmis').click();
      await offer.waitFor({ state: 'detached' });
    },
  );
});
