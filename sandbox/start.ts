import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { sandboxApp } from './app.ts';
import { keepState } from './state.ts';
import { World } from './world/world.ts';

export { SANDBOX_APPS, SANDBOX_PAGES, type SandboxPage } from './seed.ts';
export type { World } from './world/world.ts';

export interface SandboxOptions {
  /** 0 or missing: a free port. */
  readonly port?: number;
  /** Missing: 127.0.0.1. */
  readonly host?: string;
  /** Makes the same ids at every start. Without it ids never repeat, not even across starts. */
  readonly seed?: number;
  /** Where posts, comments, pictures and tokens are kept across starts. Missing: in memory only. */
  readonly stateFile?: string;
}

/** A running stand-in. `world` moves it without HTTP. */
export interface Sandbox {
  readonly origin: string;
  readonly port: number;
  readonly world: World;
  readonly app: Express;
  /** Stops listening and drops every connection, hanging ones too. */
  close(): Promise<void>;
}

/** Starts both platforms on one HTTP origin; resolves once it listens. @throws when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = new World({ seed: options.seed });
  const app = sandboxApp(world);
  const server = createServer(app);
  const kept = options.stateFile === undefined ? null : await keepState(world, server, options.stateFile);
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  world.origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    origin: world.origin,
    port,
    world,
    app,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await kept?.end();
    },
  };
}
