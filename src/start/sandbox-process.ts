import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface SandboxProcess {
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * The stand-in platforms in a process of their own, as far from Kaiku as the real ones: only HTTP joins them.
 * @param stateFile where what was published there is kept, so that a restart of Kaiku finds it again
 */
export function startSandboxProcess(port: number, stateFile: string): Promise<SandboxProcess> {
  const main = fileURLToPath(import.meta.resolve('#sandbox/main'));
  const child = fork(main, [], {
    env: { ...process.env, SANDBOX_PORT: String(port), SANDBOX_STATE: stateFile },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A terminal's Ctrl-C reaches the whole group; the sandbox must outlive the workers that still publish to it.
    detached: true,
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the sandbox ended with code ${code} before it was ready`)));
    child.once('message', (ready) => {
      child.removeAllListeners('exit');
      resolve({ origin: (ready as { origin: string }).origin, stop: () => stop(child) });
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
