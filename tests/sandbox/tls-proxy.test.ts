import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { dirname } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import { startSandbox } from '#sandbox/start';
import { startTlsProxy } from '#sandbox/tls-proxy';
import { facebookPage, linkedinPage } from './world.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** CONNECT, TLS with the private CA, one HTTP/1.1 request; the answer as text. */
function through(proxyUrl: string, ca: Buffer, host: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(proxyUrl);
    const socket = connectTcp(Number(port), hostname, () =>
      socket.write(`CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
    );
    socket.once('error', reject);
    socket.once('data', (established) => {
      if (!established.toString().includes(' 200 ')) {
        resolve(established.toString());
        return;
      }
      const secure = connectTls({ socket, servername: host, ca }, () => secure.write(request));
      let text = '';
      secure.on('data', (chunk) => {
        text += chunk.toString();
      });
      secure.once('end', () => resolve(text));
      secure.once('error', reject);
    });
  });
}

const get = (host: string, path: string, headers: readonly string[] = []): string =>
  [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers, '', ''].join('\r\n');

test.skipIf(!hasOpenssl)(
  'answers for the real hosts behind a private CA, and for no other',
  async () => {
    const sandbox = await startSandbox();
    const proxy = await startTlsProxy({ sandbox });
    const ca = readFileSync(proxy.caPath);
    expect(statSync(dirname(proxy.caPath)).mode & 0o777).toBe(0o700);
    const post = sandbox.world.postByHand({ page: facebookPage.remoteId, text: 'Moi' });

    const graph = 'graph.facebook.com';
    const path = `/v25.0/${post.remoteId}?fields=permalink_url&access_token=${facebookPage.accessToken}`;
    expect(await through(proxy.proxyUrl, ca, graph, get(graph, path))).toContain('https://www.facebook.com/');
    const visitor = `/${post.remoteId.replace('_', '/posts/')}`;
    expect(await through(proxy.proxyUrl, ca, 'www.facebook.com', get('www.facebook.com', visitor))).toContain('Moi');

    const api = 'api.linkedin.com';
    const headers = [
      `Authorization: Bearer ${linkedinPage.accessToken}`,
      'LinkedIn-Version: 202609',
      'X-RestLi-Protocol-Version: 2.0.0',
    ];
    const acls = await through(proxy.proxyUrl, ca, api, get(api, '/rest/organizationAcls?q=roleAssignee', headers));
    expect(acls).toContain(linkedinPage.remoteId);

    expect(await through(proxy.proxyUrl, ca, 'example.org', '')).toContain('403');
    await proxy.close();
    await sandbox.close();
    expect(existsSync(proxy.caPath)).toBe(false);
  },
  30_000,
);
