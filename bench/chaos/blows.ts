import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { publishJob } from '#queue-config/jobs';
import { withJobs } from '#queue-config/with-jobs';
import type { Transaction } from '#src/db/client';
import { releaseChannel, resumePublishing, stopPublishing } from '#src/db/holds';
import type { PostRow } from '#src/db/posts';
import { channels } from '#src/db/schema';
import { sealTokens } from '#src/secrets/channel-tokens';
import type { Installation } from '../support/installation.ts';
import type { Page } from '../support/load.ts';
import type { Crew } from './crew.ts';
import type { Blow } from './plan.ts';

export interface Target {
  readonly installation: Installation;
  readonly crew: Crew;
  readonly places: readonly Page[];
}

/** Deals one blow and puts right what a person or a supervisor would put right. False when there was nothing to hit. */
export async function deal({ installation, crew, places }: Target, blow: Blow): Promise<boolean> {
  const { database } = installation.kaiku.publishing;
  switch (blow.kind) {
    case 'kill-worker':
      return crew.kill(blow.worker, blow.backAfterMs);
    case 'freeze-worker':
      return crew.freeze(blow.worker, blow.forMs);
    case 'kill-database':
      return killDatabase(installation);
    case 'drop-queue':
      if (installation.redis) await installation.redis.flush();
      else await insist(() => database.db.execute(sql`drop schema if exists bullmq cascade`));
      return true;
    case 'kill-redis':
      await installation.redis?.kill();
      await pause(blow.backAfterMs);
      await installation.redis?.start();
      return true;
    case 'expire-token':
      return expireToken(installation, places[blow.page] as Page, blow.forMs);
    case 'stop-publishing': {
      const stop = { reason: 'person', message: 'a person stopped it', by: 'chaos' } as const;
      await insist(() => database.transaction((tx) => stopPublishing(tx, stop)));
      await pause(blow.forMs);
      await letGo(installation, (tx) => resumePublishing(tx, 'chaos'));
      return true;
    }
  }
}

/** As a crash or the kernel's out-of-memory killer would. Its supervisor starts it again. */
async function killDatabase({ cluster }: Installation): Promise<boolean> {
  const lines = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lines.split('\n')[0]);
  if (!pid) return false;
  process.kill(pid, 'SIGKILL');
  return true;
}

async function expireToken(installation: Installation, page: Page, forMs: number): Promise<boolean> {
  const pages = (await (await fetch(`${installation.sandbox.origin}/sandbox/pages`)).json()) as {
    accessToken: string;
  }[];
  const token = pages[Number(page.slug.replace('page-', ''))]?.accessToken as string;
  const set = (state: string) => control(installation, 'tokens', { token, state });
  await set('expired');
  await pause(forMs);
  await set('valid');
  const tokens = sealTokens(installation.kaiku.sealer, page.id, { accessToken: token, refreshToken: null });
  await letGo(installation, async (tx) => {
    // Connecting again seals the key anew: what was refused before says nothing of it.
    await tx.db.update(channels).set(tokens).where(eq(channels.id, page.id));
    return releaseChannel(tx, page.id, 'chaos');
  });
  return true;
}

/** What the interface does when a person resumes or connects a page again. */
async function letGo(installation: Installation, release: (tx: Transaction) => Promise<PostRow[]>): Promise<void> {
  const { database, queues } = installation.kaiku.publishing;
  const { rows } = await insist(() =>
    database.db.execute<{ id: string; kind: Page['kind'] }>(sql`select id, kind from channels`),
  );
  const kinds = new Map(rows.map(({ id, kind }) => [id, kind]));
  await insist(() =>
    withJobs(database, queues, async (tx, jobs) => {
      for (const post of await release(tx)) jobs.push(publishJob(post, kinds.get(post.channelId) as Page['kind']));
    }),
  );
}

export async function control(installation: Installation, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${installation.sandbox.origin}/sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the sandbox refused ${path}: ${await answer.text()}`);
}

/** A person tries again while the database is down. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries > 100) throw error;
      await pause(300);
    }
  }
}
