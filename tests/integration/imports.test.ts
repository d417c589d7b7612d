import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBackend } from '#queue-config/backend';
import { importJob } from '#queue-config/jobs';
import { createQueues } from '#queue-config/queues';
import { runImport } from '#src/imports/run';
import { importDeps } from '#src/start/imports';
import { startWorkers } from '#workers/start';
import { type Answer, type ApiServer, anAnnouncement, KEY, startApi } from '../support/api-server.ts';
import { aCalendar, icsTime, type Partner, startPartner } from '../support/partner.ts';
import { signedIn } from '../support/people.ts';

let api: ApiServer;
let partner: Partner;
beforeAll(async () => {
  [api, partner] = await Promise.all([startApi(), startPartner()]);
});
afterAll(() => Promise.all([api.close(), partner.close()]));

let no = 0;
/** A subscription of a calendar of its own. */
async function subscribe(over: Record<string, unknown> = {}) {
  no += 1;
  const path = `/kalenteri-${no}.ics`;
  const input = {
    name: `Lapin liitto ${no}`,
    address: `${partner.url}${path}`,
    kind: 'calendar',
    organisation: 'lapin-liitto',
    channels: ['website'],
    language: 'fi',
    words: [{ word: 'hirsi', theme: 'wood-construction' }],
    ...over,
  };
  const { status, body } = await api.call('POST', '/api/v1/imports', input);
  expect(status, JSON.stringify(body)).toBe(201);
  return { id: body.id as string, path };
}

/** Reads a source now, as the worker does, and tells what came. */
async function read({ id }: { id: string }) {
  expect((await api.call('POST', `/api/v1/imports/${id}/run`)).status).toBe(202);
  await runImport(importDeps(api.deps), id);
  const { lastResult, failures, nextFetchAt } = (await api.call('GET', `/api/v1/imports/${id}`)).body;
  return { ...lastResult, failures, nextFetchAt };
}
const itemsOf = async ({ id }: { id: string }) => (await api.call('GET', `/api/v1/imports/${id}/items`)).body.items;
const announcement = async (id: string) => (await api.call('GET', `/api/v1/announcements/${id}`)).body;
const patch = (id: string, change: unknown) =>
  api.call('PATCH', `/api/v1/announcements/${id}`, change, { 'if-match': '*' });

/** Names differ from test to test: otherwise the same thing would be known from another. */
const name = (title: string) => `${title} ${no}`;
const event = (uid: string, title: string, ...lines: string[]) => [
  `UID:${uid}-${no}`,
  `SUMMARY:${name(title)}`,
  ...lines,
];
const serve = (path: string, ...events: string[][]) => partner.pages.set(path, { body: aCalendar(...events) });

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

test('a source is asked for what is newer, and an unchanged one brings nothing', async () => {
  const source = await subscribe();
  partner.pages.set(source.path, {
    body: aCalendar(event('t', 'Talvi', `DTSTART:${icsTime(20)}`)),
    headers: { etag: '"1"', 'last-modified': 'Tue, 24 Nov 2026 10:00:00 GMT' },
  });
  expect(await read(source)).toMatchObject({ outcome: 'read', new: 1 });
  expect(await read(source)).toMatchObject({ outcome: 'unchanged', failures: 0 });
  const asked = partner.asked.filter(({ path }) => path === source.path);
  expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"']);
  expect(asked[1]?.headers['if-modified-since']).toBe('Tue, 24 Nov 2026 10:00:00 GMT');
  await api.deps.database.pool.query(`update imports set read_at = now() - interval '2 days' where id = $1`, [
    source.id,
  ]);
  expect(await read(source)).toMatchObject({ outcome: 'read' });
});

test('failures say what happened and what to do, are counted, and wait longer each time', async () => {
  const source = await subscribe();
  const waits: number[] = [];
  const failWith = async (page: Parameters<Partner['pages']['set']>[1] | null) => {
    if (page) partner.pages.set(source.path, page);
    else partner.pages.delete(source.path);
    const { outcome, code, detail, nextFetchAt } = await read(source);
    expect([outcome, detail?.length > 20]).toEqual(['failed', true]);
    waits.push(Date.parse(nextFetchAt) - Date.now());
    return code;
  };
  expect(await failWith(null)).toBe('source-bad-status');
  expect(await failWith({ status: 500 })).toBe('source-bad-status');
  expect(
    await failWith({ body: '<!doctype html><title>Kirjaudu</title>', headers: { 'content-type': 'text/html' } }),
  ).toBe('source-html-instead');
  expect(await failWith({ status: 302, headers: { location: source.path } })).toBe('source-too-many-redirects');
  expect(await failWith({ endless: 50 * 1024 * 1024 })).toBe('source-too-large');
  expect(waits.every((wait, index) => index === 0 || wait > (waits[index - 1] as number))).toBe(true);
  serve(source.path, event('x', 'Toipui', `DTSTART:${icsTime(20)}`));
  expect(await read(source)).toMatchObject({ outcome: 'read', new: 1, failures: 0 });
});

test('while a source is read, nobody else asks it, however due it is', async () => {
  const source = await subscribe();
  let answer = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    answer = resolve;
  });
  partner.pages.set(source.path, { body: aCalendar(event('y', 'Yksi', `DTSTART:${icsTime(20)}`)), until });
  const deps = importDeps(api.deps);
  const asked = () => partner.asked.filter(({ path }) => path === source.path).length;
  const first = runImport(deps, source.id);
  await expect.poll(asked).toBe(1);
  await api.call('POST', `/api/v1/imports/${source.id}/run`);
  await Promise.all([runImport(deps, source.id), runImport(deps, source.id)]);
  expect(asked()).toBe(1);
  answer();
  await first;
  expect(await itemsOf(source)).toHaveLength(1);
});

test('the worker reads what is due, by itself', async () => {
  const source = await subscribe();
  serve(source.path, event('w', 'Itsestään', `DTSTART:${icsTime(20)}`));
  const { connectionString = '' } = api.deps.database.pool.options;
  const backend = openBackend({ kind: 'postgres', databaseUrl: connectionString }, () => undefined);
  const queues = createQueues(backend);
  await queues.repair();
  const deps = { ...api.deps, queues };
  const workers = startWorkers({ ...api.deps.publishing, queues }, backend, { imports: importDeps(deps) });
  try {
    // The round comes within a minute; here it is asked for at once.
    await queues.add([{ ...importJob(source.id), id: 'round', payload: { name: 'imports' } }], new Date());
    while ((await itemsOf(source)).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await api.call('GET', `/api/v1/imports/${source.id}`)).body).toMatchObject({
      lastResult: { new: 1 },
      failures: 0,
    });
  } finally {
    await workers.stop();
    await queues.close();
    await backend.close();
  }
});

test('news come as announcements from now on, once', async () => {
  const source = await subscribe({ kind: 'news' });
  const entry = (guid: string, title: string, at: Date) =>
    `<item><guid>${guid}-${no}</guid><title>${name(title)}</title><link>https://example.org/${guid}</link><pubDate>${at.toUTCString()}</pubDate><description>Lyhyesti hirsirakentamisesta.</description></item>`;
  const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>${entry('1', 'Uusi opas', new Date(Date.now() + 60_000))}${entry('2', 'Vanha uutinen', new Date(Date.now() - 9 * 86_400_000))}</channel></rss>`;
  partner.pages.set(source.path, { body: feed, headers: { 'content-type': 'application/rss+xml' } });
  expect(await read(source)).toMatchObject({ new: 1, refused: 1 });
  expect(await read(source)).toMatchObject({ new: 0, refused: 0 });
  const items = await itemsOf(source);
  expect(
    items
      .map(({ title, state, reason }: Record<string, { code: string }>) => `${title} ${state} ${reason?.code ?? ''}`)
      .sort(),
  ).toEqual([`${name('Uusi opas')} new `, `${name('Vanha uutinen')} refused older`]);
  partner.pages.set(source.path, { body: feed.replace(/<item>.*<\/item>/, '') });
  expect(await read(source)).toMatchObject({ asking: 0 });
});

test('who may not approve makes no import that schedules, nor gives one another address', async () => {
  const author = await signedIn(api, 'author@example.org', { roles: { 'lapin-liitto': 'author' } });
  const own = await subscribe({ rule: 'schedule' });
  const input = {
    name: 'Oma',
    address: `${partner.url}/oma.ics`,
    kind: 'calendar',
    organisation: 'lapin-liitto',
    channels: ['website'],
    language: 'fi',
  };
  const call = (body: unknown) => author.call('POST', '/api/v1/imports', body);
  expect((await call({ ...input, rule: 'schedule' })).status).toBe(403);
  expect((await call({ ...input, organisation: 'digipolis' })).status).toBe(403);
  expect((await call({ ...input, words: [{ word: 'Kemi', organisation: 'digipolis' }] })).status).toBe(403);
  expect((await call(input)).status).toBe(201);
  const moved = await author.call(
    'PATCH',
    `/api/v1/imports/${own.id}`,
    { address: `${partner.url}/oma.ics` },
    { 'if-match': '*' },
  );
  expect(moved.status).toBe(403);
  const wrong = await call({ ...input, address: 'ftp://example.org/x.ics', language: 'xx', channels: ['ei-ole'] });
  expect(wrong.status).toBe(422);
  expect((await call({ ...input, address: 'webcal://example.org/x.ics', paused: true })).body.address).toBe(
    'https://example.org/x.ics',
  );
});

test('an import is changed, paused, read again and removed; what came of it stays', async () => {
  const source = await subscribe();
  serve(source.path, event('z', 'Jää', `DTSTART:${icsTime(20)}`));
  await read(source);
  const [{ announcement: made }] = await itemsOf(source);
  const edit = (change: unknown) => api.call('PATCH', `/api/v1/imports/${source.id}`, change, { 'if-match': '*' });
  expect((await edit({ paused: true, themes: ['renovation'] })).body).toMatchObject({
    paused: true,
    nextFetchAt: null,
    themes: ['renovation'],
  });
  expect((await api.call('POST', `/api/v1/imports/${source.id}/run`)).status).toBe(409);
  const view = (await api.call('GET', `/api/v1/imports/${source.id}`)).body;
  expect((await edit({ ...view, paused: false })).body.nextFetchAt).not.toBeNull();
  expect((await api.call('DELETE', `/api/v1/imports/${source.id}`)).status).toBe(204);
  expect((await announcement(made.id)).state).toBe('draft');
});

test('once: a file is shown and the chosen become drafts; what is here already is told', async () => {
  no += 1;
  const send = async (parts: Record<string, string | Blob>) => {
    const form = new FormData();
    for (const [part, value] of Object.entries(parts)) form.append(part, value);
    const response = await fetch(`${api.url}/api/v1/imports/preview`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${KEY}` },
    });
    return { status: response.status, body: await response.json() } as Pick<Answer, 'status' | 'body'>;
  };
  const file = new Blob([
    aCalendar(
      event('o1', 'Kertatuonti', `DTSTART:${icsTime(20)}`, 'LOCATION:Inari'),
      event('o2', 'Toinen', `DTSTART:${icsTime(21)}`),
    ),
  ]);
  const shown = await send({ file });
  expect([shown.status, shown.body.kind, shown.body.items.length]).toEqual([200, 'calendar', 2]);
  const treatment = { organisation: 'lapin-amk', channels: ['website'], language: 'fi', themes: ['renovation'] };
  const once = await api.call('POST', '/api/v1/imports/once', { ...treatment, items: [shown.body.items[0].item] });
  expect([once.status, once.body.made.length, once.body.refused]).toEqual([201, 1, []]);
  expect(await announcement(once.body.made[0].announcement)).toMatchObject({
    state: 'draft',
    themes: ['renovation'],
    event: { place: 'Inari' },
  });
  expect((await send({ file })).body.items.map(({ known }: { known: unknown }) => known !== null)).toEqual([
    true,
    false,
  ]);

  const page = `<!doctype html><script type="application/ld+json">${JSON.stringify({ '@type': 'Event', name: name('Sivulta'), startDate: new Date(Date.now() + 9e8).toISOString() })}</script>`;
  expect((await send({ file: new Blob([page]) })).body).toMatchObject({
    kind: 'page',
    items: [{ item: { title: name('Sivulta') } }],
  });
  partner.pages.set('/sivu', { body: page, headers: { 'content-type': 'text/html' } });
  expect((await send({ address: `${partner.url}/sivu` })).body).toMatchObject({
    kind: 'page',
    items: [{ item: { link: `${partner.url}/sivu` } }],
  });
  expect(await send({ file: new Blob(['<p>Ei mitään</p>']) })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/file', code: 'source-no-events' }] },
  });
  expect(await send({ address: 'http://169.254.169.254/latest' })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/address', code: 'source-private-address' }] },
  });
  expect((await send({})).status).toBe(422);
});
