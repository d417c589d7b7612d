import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addSample } from '#src/db/samples';
import { announcements, posts } from '#src/db/schema';
import { printable } from '#src/reports/printable';
import { type ApiServer, anAnnouncement, KEY, startApi } from '../support/api-server.ts';
import { installed } from '../support/apt.ts';

const find = () => ['/usr/bin/pdftotext', '/usr/local/bin/pdftotext'].find((path) => existsSync(path));
const whyNot = find() ? '' : await installed('poppler-utils');
const pdftotext = find();
if (!pdftotext) process.stderr.write(`\n!!! NOT RUN: reading the PDF back. There is no pdftotext: ${whyNot}\n\n`);

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
  const { db } = api.deps.database;
  const titles = ['Äkäslompolon öljytön hirsitalo Čáhci đŋšŧž', '=cmd|calc', 'Åbo träbyggande'];
  for (const [index, title] of titles.entries()) {
    const made = await api.call('POST', '/api/v1/announcements', {
      ...anAnnouncement({
        funding: index === 2 ? undefined : 'A72158',
        themes: ['wood-construction'],
        targetGroups: ['architects'],
      }),
      texts: { fi: { title, body: 'Teksti. Euroopan unionin osarahoittama' } },
      ...(index === 0 ? { kind: 'event', event: { startsAt: '2030-12-15T13:00' } } : {}),
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const [post] = made.body.posts;
    const publishedAt = new Date(Date.UTC(2026, 4, 5 + index, 6));
    const remoteId = `remote-${index}`;
    const permalink = `https://example.fi/p/${index}`;
    await db
      .update(posts)
      .set({
        state: 'published',
        stateData: { name: 'published', remoteId, permalink, publishedAt, proof: 'answer', note: null },
        remoteId,
        publishedAt,
      })
      .where(eq(posts.id, post.id));
    const measures = {
      views: 1500 + index,
      reach: index === 0 ? 1234 : null,
      reactions: 3,
      comments: 0,
      shares: null,
      clicks: null,
      linkClicks: 7,
    };
    await addSample(db, post.id, new Date(Date.UTC(2026, 4, 20)), { measures, raw: null, notes: [] });
  }
  await db.update(announcements).set({ attendance: 42 }).where(eq(announcements.kind, 'event'));
});
afterAll(() => api.close());

async function report(ending: string, query = 'from=2026-05-01&to=2026-05-31&funding=A72158&lang=fi'): Promise<Buffer> {
  const answer = await fetch(`${api.url}/api/v1/reports/engagement.${ending}?${query}`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toMatch(/attachment; filename="kaiku-.*"/);
  return Buffer.from(await answer.arrayBuffer());
}

describe('the funder’s report', () => {
  test('as CSV: a row for each publication of the project, the same bytes every time', async () => {
    const csv = await report('csv');
    expect((await report('csv')).equals(csv)).toBe(true);
    const lines = csv.toString('utf8').trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^Aika,Kanava,Kieli,Otsikko,/);
    expect(lines[1]).toContain('2026-05-05 09:00');
    expect(lines[1]).toContain('Äkäslompolon öljytön hirsitalo Čáhci đŋšŧž');
    expect(lines[1]).toContain('https://example.fi/p/0,remote-0,');
    expect(lines[1]).toMatch(/,1500,1234,3,0,,,7$/);
    expect(lines[2]).toContain("'=cmd|calc");
    expect(lines[2]).toMatch(/,1501,,3,0,,,7$/);
    const all = (await report('csv', 'from=2026-05-01&to=2026-05-31&lang=sv')).toString('utf8');
    expect(all).toContain('Åbo träbyggande');
    expect(all).toMatch(/^Tid,Kanal,Språk,/);
  });

  test('as a workbook with the same rows', async () => {
    const xlsx = await report('xlsx');
    expect(xlsx.subarray(0, 2).toString()).toBe('PK');
    expect(xlsx.length).toBeGreaterThan(2_000);
  });

  test('refuses a project that is not there, a language it does not speak, and a period that is none', async () => {
    const path = '/api/v1/reports/engagement.pdf';
    expect((await api.call('GET', `${path}?funding=NONE`)).status).toBe(422);
    expect((await api.call('GET', `${path}?lang=de`)).status).toBe(422);
    expect((await api.call('GET', `${path}?from=2026-13-01`)).status).toBe(422);
  });

  test('as a PDF that is tagged and names its language', async () => {
    const text = (await report('pdf')).toString('latin1');
    expect(text).toMatch(/^%PDF-1\.7/);
    expect(text).toContain('/MarkInfo');
    expect(text).toContain('/StructTreeRoot');
    expect(text).toMatch(/\/Lang \(fi\)/);
    expect((await report('pdf', 'from=2020-01-01&to=2020-01-02')).length).toBeGreaterThan(1_000);
  });

  test.runIf(pdftotext)(
    'as a PDF that reads back: letters, totals, every publication with link and proof',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'kaiku-report-'));
      const read = async (query?: string) => {
        const file = join(folder, 'report.pdf');
        await writeFile(file, await report('pdf', query));
        return execFileSync(pdftotext as string, ['-layout', file, '-'], { encoding: 'utf8' });
      };
      const text = await read();
      expect(text).toContain('Euroopan unionin osarahoittama');
      expect(text).toContain('A72158 – Arktisen kestävän rakentamisen verkosto');
      expect(text).toContain('puurakentaminen');
      expect(text).toMatch(/Näyttökerrat\s+3 001/);
      expect(text).toMatch(/Tavoittavuuksien summa\s+1 234 \(1 julkaisusta ei tiedossa\)/);
      expect(text).toMatch(/Jaot\s+ei tiedossa/);
      expect(text).toMatch(/Osallistujia\s+42/);
      expect(text).toMatch(/Äkäslompolon/);
      for (const word of ['Čáhci', 'đŋšŧž']) expect(text).toContain(word);
      if (process.env.KAIKU_SHOTS) await writeFile(join(process.env.KAIKU_SHOTS, 'report.pdf'), await report('pdf'));
      expect(text).toContain('https://example.fi/p/0');
      expect(text).toContain('remote-1');
      expect(text).not.toContain('Åbo');
      const swedish = await read('from=2026-05-01&to=2026-05-31&funding=A72158&lang=sv');
      expect(swedish).toContain('Medfinansieras av Europeiska unionen');
      expect(await read('from=2026-05-01&to=2026-05-31&lang=en')).toContain('Åbo träbyggande');
      await rm(folder, { recursive: true });
    },
  );
});

test('every letter of the region is printed as it is; what has no letter is left out', () => {
  const letters = 'Äiti söi öljyä, Åland €5 – “šž” Čáhci đ ŋ ŧ ǥ ǯ õ â';
  expect(printable(letters)).toBe(letters);
  expect(printable('ǩ')).toBe('k');
  expect(printable('hei 🙂\tja\nrivi')).toBe('hei ja\nrivi');
});
