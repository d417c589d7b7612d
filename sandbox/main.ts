import { startSandbox } from './start.ts';

const port = Number(process.env.SANDBOX_PORT ?? 0);
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('SANDBOX_PORT must be a port number');
const stateFile = process.env.SANDBOX_STATE;
const sandbox = await startSandbox({ port, ...(stateFile ? { stateFile } : {}) });
const ready = { event: 'sandbox ready', origin: sandbox.origin, port: sandbox.port };
process.stdout.write(`${JSON.stringify(ready)}\n`);
process.send?.(ready);

/** Ends once; the parent's going away is a reason as good as a signal. */
const end = (): void => void sandbox.close().then(() => process.exit(0));
process.once('SIGTERM', end);
process.once('SIGINT', end);
process.once('disconnect', end);
