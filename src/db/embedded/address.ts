import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DATABASE, ROLE } from './cluster.ts';
import { knownHome } from './folder.ts';
import { addressOf } from './roles.ts';

/**
 * Where the database of this data folder answers while a Kaiku runs on it; null when there is none yet.
 * The password is in it: not for logs.
 */
export async function embeddedAddress(dataDir: string): Promise<string | null> {
  const home = await knownHome(dataDir);
  const read = (name: string) => readFile(join(home, name), 'utf8').catch(() => null);
  const [password, port] = [await read('password'), Number(await read('port'))];
  return password === null || !port ? null : addressOf(ROLE, password.trim(), port, DATABASE);
}
