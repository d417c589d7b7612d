import { afterAll, expect, test } from 'vitest';
import { openBackend } from '#queue-config/backend';
import { importJob } from '#queue-config/jobs';
import { createQueues } from '#queue-config/queues';
import { runImport } from '#src/imports/run';
import { importDeps } from '#src/start/imports';
import { startWorkers } from '#workers/start';
import { type Answer, KEY } from '../support/api-server.ts';
import { startImporting } from '../support/importing.ts';
import { aCalendar, icsTime, type Partner } from '../support/partner.ts';
import { signedIn } from '../support/people.ts';

const importing = await startImporting();
const { api, partner, subscribe, read, itemsOf, announcement, name, event, serve } = importing;
afterAll(() => importing.close());

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
    `<item><guid>${guid}-${importing.number()}</guid><title>${name(title)}</title><link>https://example.org/${guid}</link><pubDate>${at.toUTCString()}</pubDate><description>Lyhyesti hirsirakentamisesta.</description></item>`;
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
  importing.another();
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
