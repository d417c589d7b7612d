import './config/no-debug.ts';
import { startAll } from './start/all.ts';
import { begin, fail, stopOnSignal } from './start/process.ts';

const { settings, logger } = begin();
const running = await startAll(settings, logger).catch(fail);
stopOnSignal(logger, running.stop);

const lines = [
  '',
  `  Kaiku is ready.            ${running.address}`,
  `  Staff interface            ${running.address}/app/`,
  `  Website feed               ${running.address}/feed.json`,
  `  For programs               ${running.address}/api/docs`,
];
if (running.sandboxOrigin) lines.push(`  Facebook, LinkedIn (toys)  ${running.sandboxOrigin}`);
if (running.login)
  lines.push(`  Sign in as                 ${running.login.email}  ${running.login.password}  (shown once)`);
if (running.keyFile) lines.push(`  Your API key               npm run --silent kaiku -- api-key`);
process.stdout.write(`${lines.join('\n')}\n\n`);
logger.info({ event: 'ready', address: running.address, sandbox: running.sandboxOrigin }, 'ready');
process.send?.({ event: 'ready', address: running.address, sandbox: running.sandboxOrigin });
