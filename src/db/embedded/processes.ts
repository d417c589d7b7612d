import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.ts';

/**
 * What tells a running process from a later one that got the same number: when it started. Null when none runs there;
 * a process that has ended and waits to be collected counts as none.
 */
export async function identityOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') {
    const { code, output } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return code === 0 && output !== '' ? output : null;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // The second field is the name in brackets, which may hold anything; the state follows it, the start is field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? null : (fields[19] ?? null);
}

/** What tells this running system, and this view of its processes, from any other that may see the same folder. */
export async function systemIdentity(): Promise<string> {
  const [boot, processes] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ]);
  return `${boot.trim()} ${processes}`;
}

/**
 * The servers' processes that work in a cluster's folder: PostgreSQL makes it the working folder of each of them, and of
 * nothing else. Sees the processes of the own user, and of every user under root.
 */
export async function processesIn(cluster: string): Promise<number[]> {
  const folder = await realpath(cluster);
  if (process.platform !== 'linux') return postmasterByName(folder);
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const inside = await Promise.all(
    names.map(async (name) => (await readlink(`/proc/${name}/cwd`).catch(() => null)) === folder),
  );
  return names.filter((_, index) => inside[index]).map(Number);
}

async function postmasterByName(folder: string): Promise<number[]> {
  const { pid } = await postmasterOf(folder);
  if (pid === null) return [];
  const { code, output } = await run('ps', ['-o', 'command=', '-p', String(pid)]);
  return code === 0 && output.includes('postgres') && output.includes(folder) ? [pid] : [];
}

/** What a cluster's `postmaster.pid` says: line 1 is the process, line 8 its status. */
export async function postmasterOf(cluster: string): Promise<{ readonly pid: number | null; readonly ready: boolean }> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  return { pid: Number.isInteger(pid) && pid > 0 ? pid : null, ready: lines[7]?.trim() === 'ready' };
}
