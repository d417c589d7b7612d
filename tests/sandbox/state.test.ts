import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '#sandbox/start';
import { facebookPage, PNG } from './world.ts';

async function ownFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'deep', 'sandbox.json');
}

async function graph(sandbox: Sandbox, path: string, fields: Record<string, string | Blob>): Promise<{ id: string }> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...fields, access_token: facebookPage.accessToken })) {
    body.set(name, value);
  }
  const answer = await fetch(`${sandbox.origin}/v25.0/${path}`, { method: 'POST', body });
  return (await answer.json()) as { id: string };
}

test('a restart finds posts, comments, pictures and tokens again, and gives no id twice', async () => {
  const stateFile = await ownFile();
  const first = await startSandbox({ stateFile, seed: 7 });
  const page = facebookPage.remoteId;
  const photo = await graph(first, `${page}/photos`, { published: 'false', source: new Blob([PNG]) });
  const attached = JSON.stringify([{ media_fbid: photo.id }]);
  const post = await graph(first, `${page}/feed`, { message: 'Muistatko?', attached_media: attached });
  await graph(first, `${post.id}/comments`, { message: 'Muistan.' });
  first.world.setToken(facebookPage.accessToken, 'expired');
  await first.close();

  const second = await startSandbox({ stateFile, seed: 7 });
  onTestFinished(() => second.close());
  expect(second.world.ledger()).toEqual(first.world.ledger());
  expect(second.world.pictures.get(photo.id)?.bytes).toEqual(PNG);
  expect(second.world.tokens.find('facebook', facebookPage.accessToken)?.state).toBe('expired');
  expect(second.world.postByHand({ page, text: 'Uusi' }).remoteId).not.toBe(post.id);
  expect(second.world.ledger()).toHaveLength(2);
});

test('writes soon after a change, not only at the end', async () => {
  const stateFile = await ownFile();
  const sandbox = await startSandbox({ stateFile });
  onTestFinished(() => sandbox.close());
  await graph(sandbox, `${facebookPage.remoteId}/feed`, { message: 'Heti talteen' });
  const written = () => readFile(stateFile, 'utf8').catch(() => '');
  await expect.poll(written).toContain('Heti talteen');
});

test('does not start on a file of something else', async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), 'kaiku-sandbox-')), 'other.json');
  await writeFile(stateFile, '{"version": 9}');
  await expect(startSandbox({ stateFile })).rejects.toThrow('not a state of this sandbox');
});
