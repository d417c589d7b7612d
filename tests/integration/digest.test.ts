import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { type ParsedMail, simpleParser } from 'mailparser';
import sharp from 'sharp';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOTHING_MEASURED } from '#posts/schema/sample';
import { addSample } from '#src/db/samples';
import { people, posts } from '#src/db/schema';
import { openMailer } from '#src/notify/mail';
import { sendDigests } from '#workers/send-digests';
import { type ApiServer, anAnnouncement, startApi } from '../support/api-server.ts';
import { signedIn } from '../support/people.ts';

/** Monday, a minute past eight in Finland. */
const MONDAY = new Date('2026-05-11T05:01:00Z');

const received: ParsedMail[] = [];
let answer: ((callback: (error?: Error) => void) => void) | null = null;
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, callback) {
    void simpleParser(stream).then((mail) => {
      if (answer) return answer(callback);
      received.push(mail);
      callback();
    });
  },
});
let api: ApiServer;
beforeAll(async () => {
  await new Promise<void>((resolve) => void smtp.listen(0, '127.0.0.1', resolve));
  api = await startApi();
});
afterAll(async () => {
  await api.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

test('last week’s numbers come on Monday at eight, once, to who wants them, in their language, with pictures', async () => {
  const { db } = api.deps.database;
  const reader = await signedIn(api, 'lukija@example.fi', { roles: { 'lapin-amk': 'viewer' } });
  await signedIn(api, 'muu@example.fi', { roles: { 'lapin-amk': 'viewer' } });
  const wanted = await reader.call('PATCH', '/api/v1/me', { weeklyByMail: true });
  expect(wanted.body, JSON.stringify(wanted.body)).toMatchObject({ weeklyByMail: true });
  const made = await api.call(
    'POST',
    '/api/v1/announcements',
    anAnnouncement({ themes: ['wood-construction', 'renovation'] }),
  );
  const [post] = made.body.posts;
  await db
    .update(posts)
    .set({ publishedAt: new Date('2026-05-05T06:00:00Z'), state: 'published' })
    .where(eq(posts.id, post.id));
  const measures = { ...NOTHING_MEASURED, views: 900, reach: 640 };
  await addSample(db, post.id, new Date('2026-05-06T06:00:00Z'), { measures, raw: null, notes: [] });

  const mailer = openMailer(`smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, 'kaiku@example.fi');
  const send = (at: Date) => sendDigests(api.deps.publishing, { mailer, publicUrl: 'https://kaiku.example' }, at);
  expect(await send(new Date('2026-05-11T04:59:00Z'))).toBe(0);

  answer = (callback) => callback(Object.assign(new Error('come again'), { responseCode: 451 }));
  expect(await send(MONDAY)).toBe(0);
  answer = null;
  const both = await Promise.all([send(MONDAY), send(MONDAY)]);
  expect(both[0] + both[1]).toBe(1);
  expect(await send(new Date(MONDAY.getTime() + 86_400_000))).toBe(0);

  expect(received).toHaveLength(1);
  const [mail] = received;
  expect(mail?.to).toMatchObject({ text: 'lukija@example.fi' });
  expect(mail?.subject).toContain('Viikon luvut');
  expect(mail?.text).toContain('Jaksolla julkaistiin yksi julkaisu');
  expect(mail?.text?.replaceAll('\u00a0', ' ')).toContain('tavoittavuuksien summa: 640');
  expect(mail?.text).toContain('reaktiot: ei tiedossa');
  expect(mail?.text).toContain('https://kaiku.example/app/numbers?period=own&from=2026-05-04&to=2026-05-10');
  expect(mail?.html).toMatch(/<html lang="fi">/);
  expect(mail?.html).toMatch(/alt="Tavoittavuus teemoittain\. [^"]*: 640/);
  expect(mail?.attachments.map(({ contentType }) => contentType)).toEqual(['image/png', 'image/png']);
  const picture = await sharp(mail?.attachments[1]?.content).metadata();
  expect(picture).toMatchObject({ format: 'png', width: 640, height: 80 });

  await db.update(people).set({ language: 'sv' }).where(eq(people.email, 'lukija@example.fi'));
  expect(await send(new Date('2026-05-18T05:00:00Z'))).toBe(1);
  expect(received[1]?.text).toContain('Ingenting publicerades under perioden.');
});
