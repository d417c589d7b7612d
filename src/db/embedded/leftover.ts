import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identityOf, postmasterOf, processesIn } from './processes.ts';

const PATIENCE_MS = 30_000;

/**
 * Ends what an earlier Kaiku left running on this cluster when it was killed. Answers whether a server was running.
 *
 * The server is stopped and started again, not kept: a fast stop and a start take less than a tenth of a second, and
 * after them the server has this version's programs and settings, is our child (so its end is noticed), and nothing of
 * the dead Kaiku is connected to it. Call it only while holding the data folder.
 * @throws when processes stay in spite of PostgreSQL's own signals; they are never killed with -9, which could lose data.
 */
export async function endLeftover(cluster: string): Promise<boolean> {
  const { pid } = await postmasterOf(cluster);
  const running = await processesIn(cluster);
  if (running.length === 0) {
    await removeStalePidFile(cluster, pid);
    return false;
  }
  const server = pid !== null && running.includes(pid) ? pid : null;
  // Without its head the rest ends by itself; it is given the time.
  if (server !== null) signal(server, 'SIGINT');
  if (await emptied(cluster, PATIENCE_MS)) return server !== null;
  for (const one of server !== null ? [server] : await processesIn(cluster)) signal(one, 'SIGQUIT');
  if (await emptied(cluster, PATIENCE_MS)) return server !== null;
  throw new Error(`An earlier PostgreSQL on ${cluster} does not end: pid ${(await processesIn(cluster)).join(', ')}`);
}

/**
 * PostgreSQL removes a stale file itself unless its number belongs to some process today, which is usual in containers.
 * Removing it is safe here: nobody works in the folder.
 */
async function removeStalePidFile(cluster: string, pid: number | null): Promise<void> {
  if (pid !== null && (await identityOf(pid)) !== null) await rm(join(cluster, 'postmaster.pid'), { force: true });
}

async function emptied(cluster: string, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    if ((await processesIn(cluster)).length === 0) return true;
    await pause(25);
  }
  return false;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
