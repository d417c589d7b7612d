import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Installs a package of Debian where that can be done. @returns why not, or an empty text */
export async function installed(name: string): Promise<string> {
  if (process.getuid?.() !== 0) return `only root can install it (apt-get install ${name})`;
  if (!existsSync('/usr/bin/apt-get')) return 'there is no apt-get here';
  // Suites that run side by side wait for one another: apt-get itself would refuse the second.
  const lock = join(tmpdir(), 'kaiku-apt.lock');
  const apt = (...args: string[]) =>
    promisify(execFile)('flock', [lock, 'apt-get', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', name);
    return '';
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}
