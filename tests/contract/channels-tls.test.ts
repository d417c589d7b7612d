import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { SANDBOX_PAGES, startSandbox } from '#sandbox/start';
import { startTlsProxy } from '#sandbox/tls-proxy';

const sandbox = await startSandbox();
const proxy = await startTlsProxy({ sandbox });
afterAll(async () => {
  await proxy.close();
  await sandbox.close();
});

async function publishInAnotherProcess(env: NodeJS.ProcessEnv) {
  const script = fileURLToPath(new URL('./channels-behind-proxy.ts', import.meta.url));
  const { PATH } = process.env;
  const child = spawn(process.execPath, ['--conditions=kaiku-source', '--import=tsx', script], {
    // The loudest that both clients can be made: their own logs must not hold a key either.
    env: { PATH, DEBUG: 'fb:*,axios*,follow-redirects', NODE_DEBUG: 'request', ...env },
  });
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, errors };
}

test('both clients, with production settings, speak through a proxy over TLS and log no key', async () => {
  const { out, errors } = await publishInAnotherProcess({
    HTTPS_PROXY: proxy.proxyUrl,
    NODE_EXTRA_CA_CERTS: proxy.caPath,
  });
  expect(JSON.parse(out), errors).toMatchObject([
    {
      kind: 'facebook',
      published: { kind: 'published', permalink: expect.stringMatching(/^https:\/\/www\.facebook\.com\//) },
      health: { ok: true },
      failure: null,
      revoked: { kind: 'authExpired' },
    },
    {
      kind: 'linkedin',
      published: {
        kind: 'published',
        permalink: expect.stringMatching(/^https:\/\/www\.linkedin\.com\/feed\/update\/urn:li:/),
      },
      health: { ok: true },
      failure: null,
      revoked: { kind: 'authExpired' },
    },
  ]);
  expect(
    sandbox.world.ledger().map(({ text: words, images }) => [words.split('\n').at(-1), images.map(({ alt }) => alt)]),
  ).toEqual([
    ['Tunnelin läpi', ['Hirsi', 'Työmaa']],
    ['Tunnelin läpi', ['Hirsi', 'Työmaa']],
  ]);
  for (const page of SANDBOX_PAGES) {
    for (const key of [page.accessToken, encodeURIComponent(page.accessToken)]) expect(out + errors).not.toContain(key);
  }
});

test('without the certificate nothing is sent, and that is known', async () => {
  sandbox.world.reset();
  const { out, errors } = await publishInAnotherProcess({ HTTPS_PROXY: proxy.proxyUrl });
  expect(JSON.parse(out), errors).toMatchObject([
    { kind: 'facebook', published: { kind: 'notSent' } },
    { kind: 'linkedin', published: { kind: 'notSent' } },
  ]);
  expect(sandbox.world.requests()).toEqual([]);
});
