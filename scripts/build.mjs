// Builds what is older than its sources: server and sandbox by tsc, the staff interface by Vite, the list for other
// sites' pages by esbuild. Plain JavaScript, because it runs before anything is built. `node scripts/build.mjs --all`
// builds whether or not it is needed.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SERVER = ['posts', 'queue-config', 'src', 'workers', 'sandbox', 'bench', 'package.json', 'tsconfig.json'];
const WEB = ['web', 'posts', 'package.json'];
const EMBED = ['web/embed', 'package.json'];
const BUNDLED = ['--bundle', '--minify', '--format=iife', '--target=es2022', '--charset=utf8', '--log-level=warning'];
const all = process.argv.includes('--all');

build('server', SERVER, ['tsc', '-p', 'tsconfig.build.json']);
build('web', WEB, ['vite', 'build', 'web', '--logLevel', 'error']);
build('embed', EMBED, ['esbuild', 'web/embed/kaiku-list.ts', ...BUNDLED, '--outfile=dist/embed.js']);

function build(name, sources, command) {
  const stamp = join(ROOT, 'dist', `.${name}-built`);
  const startedAt = new Date();
  if (!all && newest(sources.map((source) => join(ROOT, source))) <= modified(stamp)) return;
  const done = spawnSync('npx', ['--no-install', ...command], {
    cwd: ROOT,
    stdio: ['inherit', process.stderr, 'inherit'],
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
}

function newest(paths) {
  return Math.max(0, ...paths.map((path) => Math.max(modified(path), ...below(path))));
}

function below(path) {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path, { withFileTypes: true, recursive: true }).map((entry) =>
    modified(join(entry.parentPath, entry.name)),
  );
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
