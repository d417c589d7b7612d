import { withJobs } from '#queue-config/with-jobs';
import type { Alongside, Announced, Announcer, Writer } from '#src/imports/announcer';
import type { ApiDeps } from '../deps.ts';
import type { Call, Reply } from '../operation.ts';
import { Refusal } from '../problem.ts';
import { cancel } from './acts.ts';
import { changeAnnouncement } from './change.ts';
import { createAnnouncement } from './create.ts';

/** Announcements for those who are no request: the very same operations, with something written in the same commit. */
export function announcerOf(deps: ApiDeps): Announcer {
  const call = <Body>(by: Writer, alongside: Alongside, body: Body, ref?: string): Call<unknown, Body> => ({
    deps,
    actor: by,
    body,
    params: ref === undefined ? {} : { ref },
    query: undefined,
    revision: null,
    upload: null,
    commit: (work) =>
      withJobs(
        deps.database,
        deps.queues,
        async (tx, jobs) => {
          const reply = await work(tx, jobs);
          await alongside(tx, made(reply));
          return reply;
        },
        (error) => deps.logger.warn({ err: error }, 'jobs were not added; the sweep adds them'),
      ),
  });
  return {
    create: (input, by, alongside) => told(createAnnouncement(call(by, alongside, input as unknown))),
    change: (id, patch, by, alongside) => told(changeAnnouncement(call(by, alongside, patch as unknown, id))),
    cancel: (id, reason, by, alongside) => told(cancel(call(by, alongside, { reason }, id))),
  };
}

async function told(work: Promise<Reply>): Promise<Announced> {
  try {
    return { ok: true, ...made(await work) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, code: error.code, detail: error.message, problems: error.problems };
  }
}

function made(reply: Reply): { id: string; notes: { code: string; detail: string }[] } {
  const { announcement, notes } = reply.body as {
    announcement: { id: string };
    notes: { code: string; detail: string }[];
  };
  return { id: announcement.id, notes };
}
