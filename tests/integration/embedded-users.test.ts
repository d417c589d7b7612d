import { chmod, chown, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installedBinaries } from '#src/db/embedded/binaries';
import { ask, isRoot, ownFolder, startKaiku } from '../support/embedded.ts';

const NOBODY = 65_534;
/** A number that no user has, as containers use them. */
const NAMELESS = 54_321;

/** The package of the programs, copied to where only its owner may enter. */
async function closedPackage(folder: string, withLinks: boolean): Promise<string> {
  const closed = join(folder, 'closed');
  await mkdir(closed, { mode: 0o700 });
  await cp(dirname(installedBinaries()), join(closed, 'package'), { recursive: true, verbatimSymlinks: true });
  const native = join(closed, 'package', 'native');
  if (!withLinks) {
    const links: { target: string }[] = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
    await Promise.all(links.map(({ target }) => rm(join(closed, 'package', target), { force: true })));
  }
  return native;
}

/** Modes and owners of everything in a folder, to see that nothing was changed. */
const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

describe('programs that the database user cannot start', () => {
  test.skipIf(!isRoot)('are copied once from a checkout that only root may enter', async () => {
    const folder = await ownFolder();
    const binariesFrom = await closedPackage(folder, true);
    const dataDir = join(folder, 'data');
    const home = join(dataDir, 'postgres');
    await mkdir(join(home, 'binaries-of-old'), { recursive: true });
    const first = await startKaiku({ dataDir, binariesFrom });
    const copies = (await readdir(home)).filter((name) => name.startsWith('binaries-'));
    expect(copies).toHaveLength(1);
    expect(copies[0]).toMatch(/^binaries-\d+\./);
    const copy = await stat(join(home, copies[0] as string));
    expect(copy.uid).toBe(0);
    await first.stop();
    const second = await startKaiku({ dataDir, binariesFrom });
    expect((await stat(join(home, copies[0] as string))).ino).toBe(copy.ino);
    expect(await modeOf(join(folder, 'closed'))).toBe('700');
    await second.stop();
  });

  test('are copied with the links of their libraries when an install without scripts left those out', async () => {
    const folder = await ownFolder();
    const binariesFrom = await closedPackage(folder, false);
    await chmod(join(folder, 'closed'), 0o755);
    const kaiku = await startKaiku({ dataDir: join(folder, 'data'), binariesFrom });
    expect(await ask(kaiku.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await kaiku.stop();
  });
});

describe.skipIf(!isRoot)('under root', () => {
  test('PostgreSQL runs as an ordinary user, and a private data folder of our own is opened to that user alone', async () => {
    const dataDir = join(await ownFolder(), 'data');
    await mkdir(dataDir, { mode: 0o700 });
    const kaiku = await startKaiku({ dataDir });
    const cluster = await stat(kaiku.cluster);
    expect(cluster.uid).not.toBe(0);
    expect(await modeOf(dataDir)).toBe('710');
    expect((await stat(dataDir)).gid).toBe(cluster.gid);
    expect(kaiku.cluster).toBe(join(dataDir, 'postgres', 'data'));
    await kaiku.stop();
  });

  test('a private data folder that holds other things stays closed; the cluster lies elsewhere and stays there', async () => {
    const folder = await ownFolder();
    const dataDir = join(folder, 'home-of-root');
    const elsewhere = join(folder, 'var', 'clusters');
    await mkdir(dataDir, { mode: 0o700 });
    await writeFile(join(dataDir, 'letters.txt'), 'private');
    const first = await startKaiku({ dataDir, elsewhere });
    expect(first.cluster.startsWith(elsewhere)).toBe(true);
    expect(await first.heard('embedded-postgres.elsewhere')).toMatchObject({
      dataDir,
      databaseFolder: dirname(first.cluster),
    });
    expect(await modeOf(dataDir)).toBe('700');
    await ask(first.url, "create table kept as select 'kaiku' as word");
    await first.stop();
    await rm(join(dataDir, 'letters.txt'));
    const second = await startKaiku({ dataDir, elsewhere });
    expect(second.cluster).toBe(first.cluster);
    expect(await ask(second.url, 'select word from kept')).toEqual([{ word: 'kaiku' }]);
    await second.stop();
  });

  test('a data folder below a private folder is left as it is, and the cluster lies elsewhere', async () => {
    const folder = await ownFolder();
    const above = join(folder, 'private');
    await mkdir(above, { mode: 0o700 });
    const elsewhere = join(folder, 'clusters');
    const kaiku = await startKaiku({ dataDir: join(above, 'data'), elsewhere });
    expect(kaiku.cluster.startsWith(elsewhere)).toBe(true);
    expect(await modeOf(above)).toBe('700');
    expect(await modeOf(join(above, 'data'))).toBe('700');
    await kaiku.stop();
  });

  test('a cluster that can no longer be reached is not replaced by an empty one', async () => {
    const folder = await ownFolder();
    const dataDir = join(folder, 'shared', 'data');
    await (await startKaiku({ dataDir })).stop();
    await chmod(join(folder, 'shared'), 0o700);
    await expect(startKaiku({ dataDir, elsewhere: join(folder, 'clusters') })).rejects.toThrow(
      /cannot be reached.*chmod o\+x/,
    );
  });

  test.each([
    ['nobody', NOBODY],
    ['a number without a name', NAMELESS],
  ])('a Kaiku of %s makes and keeps a cluster of its own; root then runs it as that user', async (_, uid) => {
    const folder = await ownFolder();
    await chown(folder, uid, uid);
    const dataDir = join(folder, 'data');
    const first = await startKaiku({ dataDir, uid });
    expect((await stat(first.cluster)).uid).toBe(uid);
    await ask(first.url, "create table kept as select 'kaiku' as word");
    await first.kill();
    const second = await startKaiku({ dataDir, uid });
    expect(second.adopted).toBe(true);
    await second.stop();
    const asRoot = await startKaiku({ dataDir });
    expect(await ask(asRoot.url, 'select word from kept')).toEqual([{ word: 'kaiku' }]);
    expect((await stat(asRoot.cluster)).uid).toBe(uid);
    await asRoot.stop();
  });

  test('an ordinary user is told that a cluster belongs to somebody else', async () => {
    const dataDir = join(await ownFolder(), 'data');
    await (await startKaiku({ dataDir })).stop();
    await expect(startKaiku({ dataDir, uid: NAMELESS })).rejects.toThrow(/EACCES|belongs to user/);
  });
});
