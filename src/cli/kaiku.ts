import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { resetPassword } from '#src/cli/reset-password';
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
    const { settings } = begin();
    const told = await resetPassword(settings, email);
    (told.ok ? process.stdout : process.stderr).write(`${told.text}\n`);
    if (!told.ok) process.exitCode = 1;
  });

await program.parseAsync();
