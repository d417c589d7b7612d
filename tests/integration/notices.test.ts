import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openBackend } from '#queue-config/backend';
import { releaseChannel } from '#src/db/holds';
import { notify } from '#src/db/notices';
import { insertPerson, setRole } from '#src/db/people';
import { audit, channels, notices, organisations, people } from '#src/db/schema';
import { openMailer } from '#src/notify/mail';
import { startWorkers } from '#workers/start';
import { sweep } from '#workers/sweep';
import { tellPeople } from '#workers/tell-people';
import { openStage, type Stage } from '../faults/stage.ts';
import { type Mailbox, openMailbox } from '../support/mailbox.ts';

let stage: Stage;
let mailbox: Mailbox;
let maija: string;

beforeEach(async () => {
  stage = await openStage();
  mailbox = await openMailbox();
  maija = await person('maija@example.org', 'approver');
});

const db = () => stage.engine.deps.database.db;

async function person(email: string, role: 'viewer' | 'author' | 'approver' | 'admin'): Promise<string> {
  const made = await insertPerson(db(), { name: email, email, clusterAdmin: false });
  const [organisation] = await db().select().from(organisations);
  if (!made || !organisation) throw new Error('nobody was made');
  await setRole(db(), made.id, organisation.id, role);
  return made.id;
}

/** Workers of this process, with the real clients and the mail server. */
async function work(): Promise<void> {
  const telling = { mailer: openMailer(mailbox.url, 'Kaiku <kaiku@kaiku.test>'), publicUrl: 'https://kaiku.test' };
  // What was before there was anybody to tell is history: the first round only marks where it stands.
  await tellPeople(stage.kaiku.publishing, { mailer: null });
  // A set of workers has its own connections, as every process does.
  const backend = openBackend(stage.engine.choice, () => undefined);
  onTestFinished(() => backend.close());
  const workers = startWorkers(stage.kaiku.publishing, backend, {
    people: telling,
    peopleEveryMs: 300,
    sweepEveryMs: 1_000,
  });
  onTestFinished(() => workers.stop());
}

async function told(personId: string) {
  return db().select().from(notices).where(eq(notices.personId, personId)).orderBy(notices.id);
}

async function untilTold(personId: string, condition: (rows: Awaited<ReturnType<typeof told>>) => boolean) {
  for (;;) {
    const rows = await told(personId);
    if (condition(rows)) return rows;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a rejected post', () => {
  test('is told in the interface and by mail, in Finnish: what happened, what it means, what to do, and where', async () => {
    const page = await stage.page('facebook');
    stage.sandbox.world.addFault({ platform: 'facebook', operation: 'publish', mode: 'rejected' });
    await work();
    const post = await stage.engine.post({ channelId: page });
    const letter = await mailbox.until('Julkaisua ei hyväksytty');
    expect(letter.to).toBe('maija@example.org');
    expect(letter.subject).toBe('Julkaisua ei hyväksytty: Otsikko');
    expect(letter.text).toContain('ei ottanut julkaisua vastaan');
    expect(letter.text).toContain('Mitään ei julkaistu');
    expect(letter.text).toContain('Korjaa tekstiä tai kuvia');
    expect(letter.text).toContain(`https://kaiku.test/app/posts/${post.id}`);
    const rows = await untilTold(maija, ([row]) => row?.mail === 'sent');
    expect(rows).toMatchObject([{ kind: 'post.rejected', thingId: post.id, readAt: null }]);
    const after = await stage.engine.read(post.id);
    const [answered] = await db().select().from(audit).where(eq(audit.thingId, post.id)).orderBy(audit.id);
    expect(after.state).toBe('rejected');
    expect((rows[0]?.at.getTime() ?? Number.POSITIVE_INFINITY) - (answered?.at.getTime() ?? 0)).toBeLessThan(60_000);
  });

  test('is told in the language that the person chose, and not by mail to whoever wants none', async () => {
    const page = await stage.page('facebook');
    const quiet = await person('hiljainen@example.org', 'admin');
    await db().update(people).set({ language: 'sv' }).where(eq(people.id, maija));
    await db().update(people).set({ noticesByMail: false }).where(eq(people.id, quiet));
    stage.sandbox.world.addFault({ platform: 'facebook', operation: 'publish', mode: 'rejected' });
    await work();
    await stage.engine.post({ channelId: page });
    await mailbox.until('Inlägget togs inte emot');
    expect(await untilTold(quiet, ({ length }) => length > 0)).toMatchObject([{ mail: 'unwanted' }]);
    expect(mailbox.letters.map(({ to }) => to)).toEqual(['maija@example.org']);
  });
});

test('thirty posts that wait for one page are one notice, and its administrator is told to connect it', async () => {
  const page = await stage.page('facebook');
  const chief = await person('chief@example.org', 'admin');
  const [organisation] = await db().select().from(organisations);
  await db()
    .update(channels)
    .set({ organisationId: organisation?.id ?? null })
    .where(eq(channels.id, page));
  stage.sandbox.world.addFault({ platform: 'facebook', operation: 'publish', mode: 'auth-expired' });
  await work();
  const posts = [];
  for (let no = 0; no < 30; no += 1) posts.push(await stage.engine.post({ channelId: page }));
  for (const { id } of posts) await stage.engine.until(id, 'parked');
  const kinds = (rows: Awaited<ReturnType<typeof told>>) => rows.map(({ kind }) => kind).sort();
  const both = ['channel.needsReconnect', 'channel.waits'];
  expect(kinds(await untilTold(chief, ({ length }) => length >= 2))).toEqual(both);
  expect(kinds(await untilTold(maija, ({ length }) => length >= 1))).toEqual(['channel.waits']);
  await tellPeople(stage.kaiku.publishing, { mailer: null });
  expect(kinds(await told(chief))).toEqual(both);
});

test('forty posts that missed their time together are one notice and one mail', async () => {
  const page = await stage.page('facebook');
  await tellPeople(stage.kaiku.publishing, { mailer: null });
  for (let no = 0; no < 40; no += 1) {
    await stage.engine.post({ channelId: page, inMs: -60_000, worthMs: -30_000, job: false });
  }
  await stage.engine.deps.database.pool.query(
    "update posts set worth_until = clock_timestamp() - interval '1 second' where state = 'scheduled'",
  );
  await sweep(stage.kaiku.publishing, true);
  await work();
  const [notice, ...more] = await untilTold(maija, ([row]) => row?.mail === 'sent');
  expect([notice?.kind, notice?.detail.count, more.length]).toEqual(['posts.missed', '40', 0]);
  const letter = await mailbox.until('40 julkaisua jäi julkaisematta');
  expect(letter.text).toContain('ensimmäisenä ”Otsikko”');
  expect(mailbox.letters).toHaveLength(1);
});

test('a page that publishes again before the mail goes is told in the interface only', async () => {
  const page = await stage.page('facebook');
  stage.sandbox.world.addFault({ platform: 'facebook', operation: 'publish', mode: 'auth-expired', times: 1 });
  await work();
  const post = await stage.engine.post({ channelId: page });
  await untilTold(maija, ([row]) => row?.kind === 'channel.waits' && row.mail === 'waiting');
  await stage.engine.deps.database.transaction((tx) => releaseChannel(tx, page, 'test'));
  await db()
    .update(notices)
    .set({ mailDueAt: new Date(Date.now() - 1) })
    .where(eq(notices.kind, 'channel.waits'));
  await untilTold(maija, ([row]) => row?.mail === 'unwanted');
  await stage.engine.until(post.id, 'published');
  expect(mailbox.letters).toEqual([]);
});

describe('a mail', () => {
  const one = (key: string) =>
    notify(
      { db: db() },
      {
        kind: 'mention',
        key,
        thing: 'announcement',
        thingId: null,
        detail: { title: key, text: key, who: null },
        to: [maija],
      },
    );
  const mail = async (key: string) => (await told(maija)).find((row) => row.key === key);
  const until = (key: string, ...states: string[]) =>
    untilTold(maija, (rows) => rows.some((row) => row.key === key && states.includes(row.mail)));

  test('that the server does not take now is sent later', async () => {
    mailbox.answer = 'later';
    await one('later');
    await work();
    await untilTold(maija, ([row]) => row?.mail === 'waiting' && row.mailTries === 1);
    expect((await mail('later'))?.mailDueAt?.getTime()).toBeGreaterThan(Date.now());
    mailbox.answer = 'take';
    await db()
      .update(notices)
      .set({ mailDueAt: new Date(Date.now() - 1) });
    await until('later', 'sent');
    expect(mailbox.letters).toHaveLength(1);
  });

  test('that the server refuses for good is given up, and the notice stays', async () => {
    mailbox.answer = 'never';
    await one('never');
    await work();
    await until('never', 'failed');
    expect(await mail('never')).toMatchObject({ mailDueAt: null, readAt: null });
  });

  test('of which nobody knows whether it arrived is not sent twice', async () => {
    mailbox.answer = 'break';
    await one('break');
    await work();
    await until('break', 'unclear');
    mailbox.answer = 'take';
    await one('after');
    await until('after', 'sent');
    expect(mailbox.letters.map(({ subject }) => subject.split(': ')[1])).toEqual(['break', 'after']);
  });

  test('whose sender died is not sent twice', async () => {
    await one('died');
    await db()
      .update(notices)
      .set({ mail: 'sending', mailDueAt: new Date(Date.now() - 1) });
    await work();
    await until('died', 'unclear');
    expect(mailbox.letters).toEqual([]);
  });

  test('is one, however many processes send, and however often it is asked for', async () => {
    await one('once');
    await one('once');
    await Promise.all([work(), work(), work()]);
    await until('once', 'sent');
    await one('and then');
    await until('and then', 'sent');
    expect(mailbox.letters).toHaveLength(2);
  });
});
