import { stat } from 'node:fs/promises';
import { type Account, run } from './run.ts';

/**
 * PostgreSQL refuses to run as root. Under root it runs as the owner of the cluster that is there already, else as the
 * user `postgres` that distributions make, else as a system user `kaiku`, which is made when missing. An ordinary user
 * runs it as itself (null).
 * @throws when root can neither find nor make an unprivileged user.
 */
export async function clusterAccount(clusterFolder: string | null): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = clusterFolder === null ? null : await ownerOf(clusterFolder);
  if (owner !== null && owner.uid !== 0) return owner;
  const known = (await lookUp('postgres')) ?? (await lookUp('kaiku'));
  if (known !== null) return known;
  const made = await run('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'kaiku',
  ]);
  const account = await lookUp('kaiku');
  if (account !== null) return account;
  throw new Error(
    'PostgreSQL may not run as root, and no unprivileged user is there: neither `postgres` nor `kaiku` exists and `useradd` ' +
      `failed (${made.output}). Make a system user named kaiku, run Kaiku as an ordinary user, or set DATABASE_URL.`,
  );
}

async function ownerOf(folder: string): Promise<Account | null> {
  try {
    const { uid, gid } = await stat(folder);
    return { uid, gid };
  } catch {
    return null;
  }
}

async function lookUp(name: string): Promise<Account | null> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  if (uid.code !== 0 || gid.code !== 0) return null;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}
