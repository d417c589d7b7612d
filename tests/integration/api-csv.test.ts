import { afterAll, beforeAll, expect, test } from 'vitest';
import { listPosts } from '#src/db/posts';
import { type Answer, type ApiServer, KEY, startApi } from '../support/api-server.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('fi-FI');
const GOOD = [
  'Organisaatio;Otsikko;Teksti;Otsikko sv;Teksti sv;Kanavat;Julkaisuaika;Teemat;Alkaa;Paikka;Paikkoja',
  `lapin-amk;Puurakentamisen ilta;Tervetuloa kuulemaan.;;;website;${day(3)} 9.00;Puurakentaminen;${day(9)} klo 17;Arktikum;80`,
  `digipolis;Sisäilmapäivä;Terve talo;Inneklimatdag;Ett friskt hus;website;${day(4)} 9.00;;;;`,
].join('\r\n');

async function send(bytes: string | Uint8Array, fields: Record<string, string> = {}, key = KEY): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'text/csv' }), 'tiedotteet.csv');
  const url = `${api.url}/api/v1/announcements/import`;
  const response = await fetch(url, { method: 'POST', body: form, headers: { 'x-api-key': key } });
  return { status: response.status, type: '', headers: response.headers, body: await response.json() };
}
const count = async () => (await api.call('GET', '/api/v1/announcements?limit=200')).body.items.length as number;
const finished = async (id: string) => {
  await expect
    .poll(async () => (await api.call('GET', `/api/v1/announcements/imports/${id}`)).body.finishedAt)
    .not.toBeNull();
  return (await api.call('GET', `/api/v1/announcements/imports/${id}`)).body;
};

test('a preview tells what would be made and stores nothing', async () => {
  const { status, body } = await send(GOOD);
  expect(status).toBe(200);
  expect(body.faults).toEqual([]);
  expect(body).toMatchObject({ encoding: 'utf-8', delimiter: ';' });
  expect(body.rows).toMatchObject([
    { row: 2, kind: 'event', organisation: 'lapin-amk', title: 'Puurakentamisen ilta', importedAs: null, warnings: [] },
    { row: 3, kind: 'announcement', organisation: 'digipolis', title: 'Sisäilmapäivä', importedAs: null },
  ]);
  expect(body.rows[0].posts).toMatchObject([{ channel: 'website', language: 'fi' }]);
  expect(await count()).toBe(0);
});

test('every fault is told by row and column, and a file with one makes nothing', async () => {
  const bad = [
    'Organisaatio,Otsikko,Teksti,Kanavat,Julkaisuaika,Linkki,Teemat',
    'lapin-amk,,Teksti.,website,eilen,example.org,avaruus',
    `lapin-amk,Otsikko,Teksti.,facebook-olematon,${day(-3)} 9.00,,`,
    'ei-mikään,Otsikko,Teksti.,website,,,',
    `lapin-amk,Sama,Teksti.,website,${day(5)} 9.00,,`,
    `lapin-amk,Sama,Teksti.,website,${day(5)} 9.00,,`,
  ].join('\n');
  const { status, body } = await send(Buffer.from(bad, 'latin1'));
  expect(status).toBe(200);
  expect(body.encoding).toBe('windows-1252');
  const told = body.faults.map(({ row, column, value, code }: Record<string, unknown>) => [row, column, value, code]);
  expect(told).toEqual(
    expect.arrayContaining([
      [2, 'Otsikko', null, 'missing'],
      [2, 'Julkaisuaika', 'eilen', 'bad-time'],
      [2, 'Linkki', 'example.org', 'bad-link'],
      [2, 'Teemat', 'avaruus', 'unknown-theme'],
      [3, 'Kanavat', 'facebook-olematon', 'unknown-channel'],
      [3, 'Julkaisuaika', `${day(-3)} 9.00`, 'past'],
      [4, 'Organisaatio', 'ei-mikään', 'unknown-organisation'],
      [6, null, '5', 'row-twice'],
    ]),
  );
  const confirmed = await send(Buffer.from(bad, 'latin1'), { confirm: body.fingerprint });
  expect(confirmed.status).toBe(422);
  expect(confirmed.body.errors.length).toBe(told.length);
  expect(await count()).toBe(0);
});

test('what is wrong with the headers is told before any row', async () => {
  const { body } = await send('Otsikko;Väri\nHei;sininen');
  expect(body.rows).toEqual([]);
  expect(body.faults).toMatchObject([
    { row: 1, column: 'Väri', code: 'unknown-column' },
    { row: 1, column: 'text', code: 'column-missing' },
  ]);
});

test('only the file that was previewed can be confirmed', async () => {
  const { body } = await send(GOOD);
  expect((await send(`${GOOD}\n`, { confirm: body.fingerprint })).status).toBe(409);
  expect(await count()).toBe(0);
});

test('confirmed, it makes the announcements; the same rows again make nothing', async () => {
  const { body } = await send(GOOD);
  const begun = await send(GOOD, { confirm: body.fingerprint, submit: 'true' });
  expect(begun.status).toBe(202);
  expect(begun.body).toMatchObject({ fileName: 'tiedotteet.csv', total: 2 });
  expect(await finished(begun.body.id)).toMatchObject({ done: 2, created: 2, total: 2 });
  expect(await count()).toBe(2);
  const posts = await listPosts(api.deps.database.db, { limit: 10 });
  expect(posts.map(({ state }) => state)).toEqual(['scheduled', 'scheduled']);

  const again = await send(GOOD);
  expect(again.body.rows.every((row: { importedAs: string | null }) => row.importedAs !== null)).toBe(true);
  const more = `${GOOD}\r\nlapin-liitto;Kolmas;Uusi rivi.;;;website;${day(6)} 9.00;;;;`;
  const preview = await send(more);
  const ids = await Promise.all([1, 2].map(() => send(more, { confirm: preview.body.fingerprint })));
  for (const { body: started } of ids) await finished(started.id);
  expect(await count()).toBe(3);
});

test('a row that repeats what a channel hears already is warned about', async () => {
  const text = 'Tervetuloa kuulemaan puurakentamisesta Arktikumiin, jossa kerrotaan kymmenen vuoden opit kaikille.';
  const file = (date: string) =>
    `Organisaatio;Otsikko;Teksti;Kanavat;Julkaisuaika\nlapin-amk;Ilta;${text};website;${date} 9.00`;
  const first = `${file(day(20))}\nlapin-amk;Sama ilta;${text};website;${day(25)} 9.00`;
  const { body } = await send(first);
  expect(body.faults).toEqual([]);
  expect(body.rows[1].warnings).toMatchObject([{ code: 'said-twice', other: { post: null, title: 'Ilta' } }]);
});

test('an author imports for their own organisation, which needs no naming', async () => {
  const made = await api.call('POST', '/api/v1/api-keys', {
    name: 'Digipolis',
    organisation: 'digipolis',
    scopes: ['read', 'write'],
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const sendAs = (text: string) => send(text, {}, made.body.key);
  const own = await sendAs(`Otsikko;Teksti;Kanavat\nOma;Oma teksti.;website`);
  expect(own.body.faults).toEqual([]);
  expect(own.body.rows[0].organisation).toBe('digipolis');
  const other = await sendAs(`Otsikko;Teksti;Kanavat;Organisaatio\nVieras;Vieras teksti.;website;lapin-amk`);
  expect(other.body.faults).toMatchObject([{ row: 2, column: 'Organisaatio', code: 'not-allowed' }]);
});

test('what is no file, or too large, is refused in plain words', async () => {
  const large = await send('a'.repeat(2 * 1024 * 1024 + 1));
  expect(large.status).toBe(413);
  const form = new FormData();
  form.append('submit', 'true');
  const url = `${api.url}/api/v1/announcements/import`;
  const none = await fetch(url, { method: 'POST', body: form, headers: { 'x-api-key': KEY } });
  expect(none.status).toBe(422);
});
