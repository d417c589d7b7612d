import { notifyJob } from '#queue-config/jobs';
import { sealAudit } from '#src/db/audit-chain';
import { dueMails, settleLostMails } from '#src/db/notices';
import { databaseNow } from '#src/db/posts';
import type { Mailer } from '#src/notify/mail';
import { sendNotice } from '#src/notify/send';
import { tellHappenings } from '#src/notify/tell';
import { warn } from '#src/notify/warn';
import type { PublishingDeps } from '#src/publishing/deps';

/** How people are told. */
export interface Telling {
  /** Null: in the interface only. */
  readonly mailer: Mailer | null;
  /** What links in letters begin with. */
  readonly publicUrl: string;
}

const MAILS_A_ROUND = 200;

/**
 * Writes down what people must be told, and puts the mails that wait into the queue. It is no job, so the loss of the
 * queue loses no notice; several processes may do it at once, and nobody is told anything twice.
 */
export async function tellPeople(deps: PublishingDeps, { mailer }: Pick<Telling, 'mailer'>): Promise<void> {
  const { database, queues } = deps;
  await sealAudit(database);
  await tellHappenings(database);
  await warn(deps);
  await settleLostMails(database.db);
  if (!mailer) return;
  const waiting = await dueMails(database.db, MAILS_A_ROUND);
  const now = await databaseNow(database.db);
  await queues.add(
    waiting.map(({ id, tries }) => notifyJob(id, tries, now)),
    now,
  );
}

/** Sends the mail of one notice. */
export function sendMail(deps: PublishingDeps, telling: Telling | undefined) {
  return async (noticeId: string): Promise<void> => {
    if (!telling?.mailer) return;
    const { mailer, publicUrl } = telling;
    await sendNotice({ db: deps.database.db, mailer, publicUrl, logger: deps.logger }, noticeId);
  };
}
