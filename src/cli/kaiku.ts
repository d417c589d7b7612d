import '#src/config/no-debug';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { backup, restore, verifyBackup } from '#src/cli/backup';
import { exportContent, importContent } from '#src/cli/content';
import { doctor } from '#src/cli/doctor';
import { mcp } from '#src/cli/mcp';
import { resetPassword, type Told } from '#src/cli/reset-password';
import { rotateSecret } from '#src/cli/rotate-secret';
import { begin } from '#src/start/process';

const program = new Command('kaiku').description('Looks after a Kaiku installation.');

program
  .command('api-key')
  .description('prints the API key that the first start generated')
  .action(async () => {
    const { settings } = begin();
    const file = join(settings.dataDir, 'api-key');
    const key = await readFile(file, 'utf8').catch(() => null);
    if (key) return void process.stdout.write(`${key.trim()}\n`);
    process.stderr.write(
      settings.bootstrapApiKey
        ? 'The API key is the one in KAIKU_BOOTSTRAP_API_KEY.\n'
        : `There is no generated API key in ${settings.dataDir}. Has Kaiku been started with this data folder?\n`,
    );
    process.exitCode = 1;
  });

program
  .command('reset-password')
  .description('prints a link with which a person chooses a new password; Kaiku must be running')
  .argument('<email>')
  .action(async (email: string) => {
    tell(await resetPassword(begin().settings, email));
  });

program
  .command('doctor')
  .description('examines the installation: what is well, what is not, and what to do')
  .action(async () => tell(await doctor(begin().settings)));

program
  .command('mcp')
  .description(
    'lets an assistant look things up and write drafts, over the Model Context Protocol (standard input and output)',
  )
  .option('--address <address>', 'where Kaiku answers; by default on this machine')
  .action(async (options: { address?: string }) => {
    const { settings } = begin();
    const key = process.env.KAIKU_API_KEY;
    if (key) return mcp(options.address ?? `http://localhost:${settings.port}`, key);
    tell({ ok: false, text: 'Set KAIKU_API_KEY to a key with the scopes read and write; make one under API keys.' });
  });

const PASSPHRASE = '--passphrase-file <file>';

program
  .command('backup')
  .description('copies database, images and (with a passphrase) the secret into one file; Kaiku may run meanwhile')
  .argument('[file]', 'a new file; by default one in the data folder’s `backups`')
  .option(PASSPHRASE, 'wraps the secret that opens the pages’ tokens; without it the secret is left out')
  .action(async (file: string | undefined, options: { passphraseFile?: string }) => {
    const passphraseFile = options.passphraseFile ?? null;
    tell(await backup(begin().settings, { path: file ?? null, passphraseFile }).catch(inWords));
  });

program
  .command('verify-backup')
  .description('reads a backup through and tells whether it is whole')
  .argument('<file>')
  .action(async (file: string) => tell(await verifyBackup(file)));

program
  .command('restore')
  .description(
    'fills an empty installation from a backup; Kaiku must not run. Nothing is published until a person resumes',
  )
  .argument('<file>')
  .option(PASSPHRASE, 'opens the secret in the backup')
  .option('--replace', 'loses what is in the database now')
  .action(async (path: string, options: { passphraseFile?: string; replace?: boolean }) => {
    const passphraseFile = options.passphraseFile ?? null;
    const { settings } = begin();
    tell(await restore(settings, { path, passphraseFile, replace: options.replace === true }).catch(inWords));
  });

program
  .command('export')
  .description('writes what people wrote, what went out and what came back into one JSON file; Kaiku may run meanwhile')
  .argument('<file>', 'a new file')
  .option('--without-images', 'leaves the bytes of pictures out')
  .action(async (file: string, options: { withoutImages?: boolean }) => {
    tell(await exportContent(begin().settings, file, options.withoutImages !== true).catch(inWords));
  });

program
  .command('import')
  .description('takes in what `export` wrote; what is there stays as it is, and nothing is published by it')
  .argument('<file>')
  .action(async (file: string) => tell(await importContent(begin().settings, file).catch(inWords)));

program
  .command('rotate-secret')
  .description('seals anew what an earlier KAIKU_SECRET sealed (KAIKU_PREVIOUS_SECRETS); Kaiku may run meanwhile')
  .action(async () => tell(await rotateSecret(begin().settings)));

await program.parseAsync();

function tell({ ok, text }: Told): void {
  (ok ? process.stdout : process.stderr).write(`${text}\n`);
  if (!ok) process.exitCode = 1;
}

/** What the operator can mend is told in a sentence; a bug keeps its trace. */
function inWords(error: unknown): Told {
  const known =
    error instanceof Error &&
    /is there already|passphrase|nothing was changed|ENOENT|EACCES|ECONNREFUSED/.test(error.message);
  if (!known) throw error;
  return { ok: false, text: error.message };
}
