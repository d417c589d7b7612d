import type { Logger } from 'pino';
import { findChannel } from '#src/db/channels';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { claimMail, type NoticeRow, settleMail } from '#src/db/notices';
import { getPerson, namesOf, personIdOf } from '#src/db/people';
import { noticeLetter } from './letters.ts';
import type { Mailer } from './mail.ts';
import { mailFailure } from './mail-failure.ts';

export interface Post {
  readonly db: Database;
  readonly mailer: Mailer;
  /** What links begin with. */
  readonly publicUrl: string;
  readonly logger: Logger;
}

const FIRST_PAUSE_MS = 30_000;
const MOST_TRIES = 9;

/** Posts that waited may have gone out before anybody read of it. */
async function isStillSo(db: Database, { kind, thing, thingId }: NoticeRow): Promise<boolean> {
  if (kind !== 'channel.waits' || thing !== 'channel' || thingId === null) return true;
  return (await findChannel(db, thingId))?.holdReason != null;
}

/**
 * Sends the mail of one notice, at most once: it is written down before the server is spoken to, and only what the
 * server certainly did not take is tried again, later each time.
 */
export async function sendNotice({ db, mailer, publicUrl, logger }: Post, noticeId: string): Promise<void> {
  const notice = await claimMail(db, noticeId);
  if (!notice) return;
  const person = await getPerson(db, notice.personId);
  const wanted = person?.noticesByMail && !notice.readAt && (await isStillSo(db, notice));
  if (!wanted) return settleMail(db, noticeId, 'unwanted');
  const { name, zone } = await getCluster(db);
  const who = personIdOf(notice.detail.who ?? '');
  const reader = { language: person.language, zone, names: await namesOf(db, who === null ? [] : [who]) };
  try {
    await mailer.send({ to: person.email, ...noticeLetter(notice, reader, { cluster: name, publicUrl }) });
    await settleMail(db, noticeId, 'sent');
  } catch (error) {
    const failure = mailFailure(error);
    const again = failure === 'again' && notice.mailTries < MOST_TRIES;
    const pause = FIRST_PAUSE_MS * 2 ** (notice.mailTries - 1);
    await settleMail(
      db,
      noticeId,
      again ? 'waiting' : failure === 'unclear' ? 'unclear' : 'failed',
      again ? pause : null,
    );
    const code = (error as { code?: unknown }).code;
    logger.warn({ noticeId, failure, code, tries: notice.mailTries }, 'a mail was not sent');
  }
}
