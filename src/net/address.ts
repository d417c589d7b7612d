import { BlockList, isIP, isIPv4 } from 'node:net';

/** `public`: the internet. `private`: this machine or its own network. `never`: nothing that one may fetch from. */
export type Reach = 'public' | 'private' | 'never';

/** https://www.iana.org/assignments/iana-ipv4-special-registry (2026-11-25), less the private ones below. */
const NEVER_V4 = listOf('ipv4', [
  '0.0.0.0/8', // this network
  '100.64.0.0/10', // carriers' shared space
  '169.254.0.0/16', // link-local: cloud metadata lives here
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
]);
const PRIVATE_V4 = listOf('ipv4', ['10.0.0.0/8', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']);
/** Only this much of IPv6 is the internet; what is mapped, translated (NAT64), local or multicast lies outside. */
const GLOBAL_V6 = listOf('ipv6', ['2000::/3']);
/** https://www.iana.org/assignments/iana-ipv6-special-registry (2026-11-25): parts of 2000::/3 that are something else. */
const NEVER_V6 = listOf('ipv6', [
  '2001::/23', // protocol assignments, Teredo
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: an IPv4 address in disguise
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
]);
const PRIVATE_V6 = listOf('ipv6', ['::1/128', 'fc00::/7']);

/** Where an IP address leads. What is no IP address leads nowhere. Pure. */
export function reachOf(address: string): Reach {
  if (isIP(address) === 0) return 'never';
  if (isIPv4(address)) {
    if (NEVER_V4.check(address, 'ipv4')) return 'never';
    return PRIVATE_V4.check(address, 'ipv4') ? 'private' : 'public';
  }
  if (PRIVATE_V6.check(address, 'ipv6')) return 'private';
  return GLOBAL_V6.check(address, 'ipv6') && !NEVER_V6.check(address, 'ipv6') ? 'public' : 'never';
}

function listOf(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', prefix = ''] = range.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  return list;
}
