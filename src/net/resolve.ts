import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { reachOf } from './address.ts';

/** The IP addresses of a name. The only part of the guard that a test may replace. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** As the machine resolves: its hosts file and its name servers. */
export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

/** The name leads where Kaiku does not go. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/**
 * The look-up that a socket is made with: it answers only addresses that were checked, so what is checked is what is
 * connected to. One forbidden address among several refuses the name.
 */
export function guardedLookup(resolve: Resolve, allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname)
      .then((addresses) => {
        assertAllowed(addresses, allowPrivate);
        return addresses.map((address) => ({ address, family: isIP(address) }));
      })
      .then(
        (found) => {
          const [first] = found;
          if (!first) callback(noSuchName(hostname), '', 0);
          else if (options.all) callback(null, found);
          else callback(null, first.address, first.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, '', 0),
      );
  };
}

/** A socket to an address in digits asks no look-up, so its address is judged by itself. */
export function assertAllowed(addresses: readonly string[], allowPrivate: boolean): void {
  const allowed = addresses.every((address) => {
    const reach = reachOf(address);
    return reach === 'public' || (reach === 'private' && allowPrivate);
  });
  if (!allowed) throw new ForbiddenAddress();
}

function noSuchName(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' });
}
