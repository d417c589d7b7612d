import { type SpawnOptions, spawn } from 'node:child_process';

/** The system account that programs run under, when it is not our own. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Ran {
  /** The exit status; null when the program could not be started or was ended by a signal. */
  readonly code: number | null;
  readonly output: string;
}

/**
 * How every program of the database is started: as `account` (null: as ourselves), from the root folder, because ours may
 * be closed to it, and with an environment that holds none of Kaiku's secrets and no PG* variable.
 */
export function spawnOptions(account: Account | null): SpawnOptions {
  return {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_MESSAGES: 'C', TZ: 'UTC' },
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
  };
}

/** Runs a program to its end. A program that is missing or may not be executed is a value, not a throw. */
export function run(command: string, args: readonly string[], account: Account | null = null): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...spawnOptions(account), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', (error) => resolve({ code: null, output: output + error.message }));
    child.once('close', (code) => resolve({ code, output: output.trim() }));
  });
}
