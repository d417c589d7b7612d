import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from './start.ts';

const HOSTS = ['graph.facebook.com', 'www.facebook.com', 'api.linkedin.com', 'www.linkedin.com'];

/** A proxy behind which the sandbox answers for the real host names, on this computer only. */
export interface TlsProxy {
  /** For HTTPS_PROXY. */
  readonly proxyUrl: string;
  /** For NODE_EXTRA_CA_CERTS. */
  readonly caPath: string;
  close(): Promise<void>;
}

function openssl(folder: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString('utf8');
    });
    child.once('error', () => reject(new Error('the TLS proxy needs openssl, which could not be started')));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`openssl ${args[0] ?? ''} ended with ${code}: ${complaint.trim()}`));
    });
  });
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];

/** Node makes keys but no certificates, so openssl makes a CA and one leaf for all four hosts, valid for a week. */
async function makeCertificates(folder: string): Promise<{ key: Buffer; cert: Buffer; caPath: string }> {
  await writeFile(join(folder, 'leaf.ext'), `subjectAltName=${HOSTS.map((host) => `DNS:${host}`).join(',')}\n`);
  const ca = ['-keyout', 'ca.key', '-out', 'ca.pem', '-days', '7', '-subj', '/CN=Kaiku sandbox CA'];
  const extensions = [
    '-addext',
    'basicConstraints=critical,CA:TRUE',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  ];
  await openssl(folder, ['req', '-x509', ...KEY, ...ca, ...extensions]);
  await openssl(folder, ['req', ...KEY, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=Kaiku sandbox']);
  const issuer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
  await openssl(folder, [
    'x509',
    '-req',
    '-in',
    'leaf.csr',
    ...issuer,
    '-out',
    'leaf.pem',
    '-days',
    '7',
    '-extfile',
    'leaf.ext',
  ]);
  await rm(join(folder, 'ca.key'));
  const [key, cert] = await Promise.all([readFile(join(folder, 'leaf.key')), readFile(join(folder, 'leaf.pem'))]);
  return { key, cert, caPath: join(folder, 'ca.pem') };
}

function listen(server: NetServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** An HTTP proxy that knows one destination: whatever host is asked for, the TLS server answers. */
function tunnelTo(port: number, open: Set<Socket>): Server {
  const server = createServer((_req, res) => void res.writeHead(405).end('only CONNECT'));
  server.on('connect', (req, client: Socket, head: Buffer) => {
    if (!HOSTS.includes((req.url ?? '').replace(/:443$/, ''))) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.once('error', () => other.destroy());
      one.once('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  return server;
}

/**
 * Lets clients whose host is fixed meet the sandbox: start them with `HTTPS_PROXY=<proxyUrl>` and
 * `NODE_EXTRA_CA_CERTS=<caPath>`. Any other host is refused, so nothing leaves this computer through it.
 * @throws when openssl is missing.
 */
export async function startTlsProxy({ sandbox }: { readonly sandbox: Pick<Sandbox, 'app'> }): Promise<TlsProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiku-sandbox-'));
  await chmod(folder, 0o700);
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    const { key, cert, caPath } = await makeCertificates(folder);
    const secure = createTlsServer({ key, cert }, sandbox.app);
    const open = new Set<Socket>();
    const proxy = tunnelTo(await listen(secure), open);
    const port = await listen(proxy);
    const close = async (): Promise<void> => {
      const closed = [secure, proxy].map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      for (const socket of open) socket.destroy();
      secure.closeAllConnections();
      proxy.closeAllConnections();
      await Promise.all([...closed, forget()]);
    };
    return { proxyUrl: `http://127.0.0.1:${port}`, caPath, close };
  } catch (error) {
    await forget();
    throw error;
  }
}
