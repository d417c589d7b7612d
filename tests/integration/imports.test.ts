import { afterAll, expect, test } from 'vitest';
import { anAnnouncement } from '../support/api-server.ts';
import { startImporting } from '../support/importing.ts';
import { icsTime } from '../support/partner.ts';

const importing = await startImporting();
const { api, subscribe, read, itemsOf, announcement, patch, name, event, serve } = importing;
afterAll(() => importing.close());

test('new → a draft; changed there → changed here; changed by hand → asked, not overwritten; gone → asked, not deleted', async () => {
  const source = await subscribe();
  const when = `DTSTART:${icsTime(20)}`;
  serve(source.path, event('a', 'Hirsirakentamisen ilta', when, 'LOCATION:Rovaniemi', 'DESCRIPTION:Kahvit klo 13.'));
  expect(await read(source)).toMatchObject({ outcome: 'read', new: 1, refused: 0 });
  const [item] = await itemsOf(source);
  expect(item).toMatchObject({ state: 'new', question: null, announcement: { state: 'draft' } });
  const id = item.announcement.id as string;
  expect(await announcement(id)).toMatchObject({
    organisation: 'lapin-liitto',
    themes: ['wood-construction'],
    texts: { fi: { title: name('Hirsirakentamisen ilta'), body: 'Kahvit klo 13.' } },
    event: { place: 'Rovaniemi' },
    createdBy: `import:${source.id}`,
  });

  expect(await read(source)).toMatchObject({ outcome: 'read', new: 0, updated: 0 });
  serve(
    source.path,
    event('a', 'Hirsirakentamisen ilta', `DTSTART:${icsTime(21)}`, 'LOCATION:Kemi', 'DESCRIPTION:Kahvit klo 13.'),
  );
  expect(await read(source)).toMatchObject({ updated: 1, asking: 0 });
  expect(await announcement(id)).toMatchObject({
    event: { place: 'Kemi', startsAt: expect.stringContaining(icsTime(21).slice(6, 8)) },
  });

  expect((await patch(id, { texts: { fi: { title: name('Ilta hirrestä'), body: 'Omin sanoin.' } } })).status).toBe(200);
  serve(
    source.path,
    event('a', 'Hirsirakentamisen ilta', `DTSTART:${icsTime(21)}`, 'LOCATION:Tornio', 'DESCRIPTION:Kahvit klo 13.'),
  );
  expect(await read(source)).toMatchObject({ updated: 0, asking: 1 });
  expect(await announcement(id)).toMatchObject({ texts: { fi: { body: 'Omin sanoin.' } }, event: { place: 'Kemi' } });
  const [asked] = await itemsOf(source);
  expect(asked).toMatchObject({ question: 'change', reason: { code: 'changed-both' } });
  expect(
    asked.differences.map(({ field, here, there }: Record<string, string>) => `${field}: ${here} → ${there}`),
  ).toEqual([
    `title: ${name('Ilta hirrestä')} → ${name('Hirsirakentamisen ilta')}`,
    'body: Omin sanoin. → Kahvit klo 13.',
    'place: Kemi → Tornio',
  ]);
  const keep = await api.call('POST', `/api/v1/imports/${source.id}/items/${asked.id}/keep`);
  expect(keep.body).toMatchObject({ question: null });
  expect(await read(source)).toMatchObject({ asking: 0 });
  serve(
    source.path,
    event('a', 'Hirsirakentamisen ilta', `DTSTART:${icsTime(21)}`, 'LOCATION:Ranua', 'DESCRIPTION:Kahvit klo 13.'),
  );
  expect(await read(source)).toMatchObject({ asking: 1 });
  expect((await api.call('POST', `/api/v1/imports/${source.id}/items/${asked.id}/take`)).body).toMatchObject({
    state: 'updated',
    question: null,
  });
  expect(await announcement(id)).toMatchObject({
    texts: { fi: { body: 'Kahvit klo 13.' } },
    event: { place: 'Ranua' },
  });

  serve(source.path);
  expect(await read(source)).toMatchObject({ asking: 1 });
  expect((await itemsOf(source))[0]).toMatchObject({ state: 'removed', question: 'cancel', reason: { code: 'gone' } });
  expect((await announcement(id)).state).toBe('draft');
  expect((await api.call('POST', `/api/v1/imports/${source.id}/items/${asked.id}/take`)).status).toBe(200);
  expect((await announcement(id)).state).toBe('cancelled');
});

test('with the rule it is scheduled at once, follows, and is cancelled when the source says so', async () => {
  const source = await subscribe({ rule: 'schedule', campaign: 'standard' });
  serve(
    source.path,
    event('b', 'Avoimet ovet', `DTSTART:${icsTime(30)}`),
    event('c', 'Messut', `DTSTART;VALUE=DATE:${icsTime(30).slice(0, 8)}`),
  );
  expect(await read(source)).toMatchObject({ new: 2 });
  const items = await itemsOf(source);
  const of = (title: string) => items.find((one: { title: string }) => one.title === name(title));
  expect(of('Messut')).toMatchObject({ announcement: { state: 'draft' }, reason: { code: 'all-day' } });
  const { id } = of('Avoimet ovet').announcement;
  const posts = async () => (await api.call('GET', `/api/v1/posts?announcement=${id}`)).body.items;
  const states = async () => [...new Set((await posts()).map(({ state }: { state: string }) => state))];
  expect(await states()).toEqual(['scheduled']);
  const before = (await posts())[0].scheduledAt;
  serve(
    source.path,
    event('b', 'Avoimet ovet', `DTSTART:${icsTime(31)}`),
    event('c', 'Messut', `DTSTART;VALUE=DATE:${icsTime(30).slice(0, 8)}`),
  );
  expect(await read(source)).toMatchObject({ updated: 1 });
  expect(await states()).toEqual(['scheduled']);
  expect((await posts())[0].scheduledAt).not.toBe(before);
  serve(
    source.path,
    event('b', 'Avoimet ovet', `DTSTART:${icsTime(31)}`, 'STATUS:CANCELLED'),
    event('c', 'Messut', `DTSTART;VALUE=DATE:${icsTime(30).slice(0, 8)}`),
  );
  expect(await read(source)).toMatchObject({ updated: 1, asking: 0 });
  expect(await announcement(id)).toMatchObject({ state: 'cancelled' });
  expect(await read(source)).toMatchObject({ updated: 0, asking: 0 });
});

test('where four eyes are asked for, what a source schedules waits for somebody', async () => {
  const settings = (fourEyes: boolean) =>
    api.call('PATCH', '/api/v1/cluster', { approval: { fourEyes, areas: {} } }, { 'if-match': '*' });
  await settings(true);
  const source = await subscribe({ rule: 'schedule' });
  serve(source.path, event('f', 'Neljä silmää', `DTSTART:${icsTime(30)}`));
  await read(source);
  await settings(false);
  expect((await itemsOf(source))[0].announcement.state).toBe('awaitingApproval');
});

test('the same thing from two sources, and from a person, is one; it is followed as long as one of them has it', async () => {
  const first = await subscribe({ name: 'Digipolis' });
  const second = await subscribe({ name: 'Kemin kaupunki' });
  const tell = ({ path }: { path: string }, uid: string, title: string) =>
    serve(path, event(uid, title, `DTSTART:${icsTime(25)}`, 'LOCATION:Kemi'));
  tell(first, 'oma-1', 'Kuivaketju kuntoon');
  tell(second, 'muu-9', 'KUIVAKETJU KUNTOON!');
  expect(await read(first)).toMatchObject({ new: 1 });
  expect(await read(second)).toMatchObject({ new: 0, merged: 1 });
  const [one, two] = [await itemsOf(first), await itemsOf(second)].map(([item]) => item);
  expect(two).toMatchObject({ state: 'merged', announcement: { id: one.announcement.id } });
  serve(first.path);
  expect(await read(first)).toMatchObject({ asking: 0 });
  expect((await itemsOf(first))[0]).toMatchObject({ state: 'removed', question: null });
  serve(second.path);
  expect(await read(second)).toMatchObject({ asking: 1 });

  const third = await subscribe();
  const at = icsTime(26);
  const startsAt = at.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z');
  const texts = { fi: { title: name('Käsin tehty'), body: 'Omin sanoin.' } };
  await api.call('POST', '/api/v1/announcements', anAnnouncement({ kind: 'event', texts, event: { startsAt } }));
  serve(third.path, event('k', 'Käsin tehty', `DTSTART:${at}`));
  expect(await read(third)).toMatchObject({ new: 0, merged: 1 });
});

test('what was deleted here does not come again; what was refused says why, and can be taken all the same', async () => {
  const source = await subscribe();
  serve(
    source.path,
    event('d', 'Turha', `DTSTART:${icsTime(20)}`),
    event('e', 'Peruttu', `DTSTART:${icsTime(20)}`, 'STATUS:CANCELLED'),
  );
  expect(await read(source)).toMatchObject({ new: 1, refused: 1 });
  const items = await itemsOf(source);
  const made = items.find(({ state }: { state: string }) => state === 'new');
  expect((await api.call('DELETE', `/api/v1/announcements/${made.announcement.id}`)).status).toBe(204);
  serve(source.path, event('d', 'Turha', `DTSTART:${icsTime(22)}`));
  expect(await read(source)).toMatchObject({ new: 0, updated: 0, asking: 0 });
  const refused = items.find(({ state }: { state: string }) => state === 'refused');
  expect(refused).toMatchObject({ reason: { code: 'cancelled' }, announcement: null });
  const taken = await api.call('POST', `/api/v1/imports/${source.id}/items/${refused.id}/take`);
  expect(taken.body).toMatchObject({ state: 'new', announcement: { state: 'draft' } });
});

test('words of a post that a person wrote stay when the source changes, and that is told', async () => {
  const source = await subscribe();
  const tell = (place: string) =>
    serve(
      source.path,
      event('h', 'Käsityö', `DTSTART:${icsTime(20)}`, `LOCATION:${place}`, `DESCRIPTION:Tavataan: ${place}.`),
    );
  tell('Salla');
  await read(source);
  const { id } = (await itemsOf(source))[0].announcement;
  const [post] = (await api.call('GET', `/api/v1/posts?announcement=${id}`)).body.items;
  await api.call('PATCH', `/api/v1/posts/${post.id}`, { text: 'Käsin kirjoitettu.' }, { 'if-match': '*' });
  tell('Pello');
  expect(await read(source)).toMatchObject({ updated: 1 });
  expect((await api.call('GET', `/api/v1/posts/${post.id}`)).body.text).toBe('Käsin kirjoitettu.');
  expect((await announcement(id)).event.place).toBe('Pello');
  expect((await itemsOf(source))[0].reason.code).toBe('written-by-hand');
});
