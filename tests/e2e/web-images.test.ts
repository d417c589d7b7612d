import sharp from 'sharp';
import { expect, test } from 'vitest';
import { violations } from '../support/browser.ts';
import { describeStaff, finnishDate } from '../support/staff.ts';

/** The left half is red, the right half blue. */
async function halves(): Promise<Buffer> {
  const half = { create: { width: 600, height: 600, channels: 3, background: '#c00000' } } as const;
  return sharp({ create: { width: 1200, height: 600, channels: 3, background: '#0000c0' } })
    .composite([{ input: await sharp(half).png().toBuffer(), left: 0, top: 0 }])
    .png()
    .toBuffer();
}

await describeStaff('the pictures of an announcement', (staff) => {
  const dialog = () => staff.page.getByRole('dialog');
  /** A file that arrives by an event of the page, as a paste or a drop. */
  const arrives = async (by: 'paste' | 'drop', name: string) => {
    const data = (await halves()).toString('base64');
    await staff.page.evaluate(`(() => {
      const bytes = Uint8Array.from(atob('${data}'), (sign) => sign.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], '${name}', { type: 'image/png' }));
      if ('${by}' === 'paste') document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true }));
      else document.querySelector('#field-media').closest('[class*=drop]').dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    })()`);
  };

  test('come by paste and by drop, and tell why they must be described', async () => {
    await staff.enter();
    await staff.open('/write');
    await staff.page.getByLabel('Otsikko').fill('Kuvia työmaalta');
    await staff.page.getByLabel('Teksti', { exact: true }).fill('Näin runko nousi.');
    await arrives('paste', 'runko.png');
    await staff.page.getByLabel('Kuvan 1 kuvaus').waitFor();
    await staff.page.getByText('Kerro, mitä kuvassa on, niille jotka eivät sitä näe.').waitFor();
    await arrives('drop', 'katto.png');
    await staff.page.getByLabel('Kuvan 2 kuvaus').fill('Katto paikallaan');
    await staff.page.getByLabel('Kuvan 2 kuvaus').blur();
    await staff.page.getByText('Tallennettu.', { exact: true }).waitFor();
    await staff.button('Poista kuva 1').click();
    await staff.page.getByLabel('Kuvan 2 kuvaus').waitFor({ state: 'detached' });
  });

  test('carry who took them, under which licence and by whose consent', async () => {
    await staff.page.getByText('Kuvaaja, lisenssi ja suostumus').click();
    const kept = async () => (await staff.api<{ items: unknown[] }>('/media?limit=1')).items[0];
    const told: [string, string, string][] = [
      ['Kuvaaja', 'credit', 'Aino Virta'],
      ['Lisenssi', 'licence', 'CC BY 4.0'],
      ['Suostumus', 'consent', 'Kukaan ei ole tunnistettavissa.'],
    ];
    // Faster than each is kept: what is left while the one before is on its way must not be forgotten.
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await staff.page.route('**/api/v1/media/*', async (route) => {
      await held;
      await route.continue();
    });
    for (const [label, , value] of told) {
      const field = staff.page.getByLabel(label, { exact: label === 'Kuvaaja' });
      await field.fill(value);
      await field.blur();
    }
    release();
    await expect.poll(kept).toMatchObject(Object.fromEntries(told.map(([, name, value]) => [name, value])));
    await staff.page.unroute('**/api/v1/media/*');
  });

  test('are cropped for a kind of channel by keyboard alone, and the preview shows it', async () => {
    const shown = async () => {
      const preview = staff.page.getByRole('article', { name: /^Esikatselu/ }).getByRole('img');
      return preview.evaluate(
        (image) =>
          (image as unknown as { naturalWidth: number; naturalHeight: number }).naturalWidth /
          (image as unknown as { naturalHeight: number }).naturalHeight,
      );
    };
    expect(await shown()).toBeCloseTo(2, 1);
    await staff.button('Rajaa kanavittain: kuva 1').focus();
    await staff.page.keyboard.press('Enter');
    await dialog().getByRole('tab', { name: 'Facebook' }).waitFor();
    const whole = dialog().getByLabel('Näytä koko kuva');
    await whole.focus();
    await staff.page.keyboard.press('Space');
    await dialog().getByRole('radio', { name: 'neliö 1:1' }).focus();
    await staff.page.keyboard.press('Space');
    const area = dialog().getByRole('group', { name: /^Rajausalue/ });
    await area.focus();
    for (let step = 0; step < 60; step += 1) await staff.page.keyboard.press('ArrowLeft');
    expect(await violations(staff.page)).toEqual([]);
    await staff.inDialog('Käytä rajausta').click();
    await staff.page.getByText('Rajattu: Facebook.').waitFor();
    await expect.poll(shown).toBeCloseTo(1, 1);
  });

  test('are published as they were cropped, in their own channel only', async () => {
    await staff.page.getByText('tiettynä aikana').click();
    const when = staff.page.getByRole('group', { name: /^Julkaistaan/ });
    await when.getByLabel('Päivä').fill(finnishDate(2));
    await when.getByLabel('Kello').fill('9');
    await staff.button('Ajasta').click();
    await staff.page.waitForURL(/\/announcements\//);
    const { items } = await staff.api<{ items: { crops: object; media: string[] }[] }>('/announcements?limit=1');
    const crops = Object.values(items[0]?.crops ?? {})[0] as { facebook: { x: number; width: number; height: number } };
    expect(Object.keys(crops)).toEqual(['facebook']);
    expect(crops.facebook.width).toBeCloseTo(0.5, 1);
    expect(crops.facebook.height).toBeCloseTo(1, 1);
  });

  test('are found again in the library, by their words', async () => {
    await staff.open('/write');
    await staff.button('Kuvakirjastosta').click();
    await dialog().getByLabel('Etsi kuvauksesta, nimestä tai kuvaajasta').fill('virta');
    const found = dialog().getByRole('listitem');
    await expect.poll(() => found.count()).toBe(1);
    expect(await violations(staff.page)).toEqual([]);
    await found.getByRole('button').click();
    await expect.poll(() => staff.page.getByLabel('Kuvan 1 kuvaus').inputValue()).toBe('Katto paikallaan');
    expect(await staff.page.getByLabel('Kuvaaja', { exact: true }).inputValue()).toBe('Aino Virta');
    await staff.button('Kuvakirjastosta').click();
    await dialog().getByText('on jo mukana').waitFor();
  });
});
