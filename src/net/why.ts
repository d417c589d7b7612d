import { ForbiddenAddress } from './resolve.ts';

/** Why a fetch gave nothing. */
export type Reason =
  | 'badAddress'
  | 'badScheme'
  | 'credentials'
  | 'badPort'
  | 'privateAddress'
  | 'tooManyRedirects'
  | 'tooLarge'
  | 'timedOut'
  | 'unreachable'
  | 'badStatus'
  | 'webPage'
  | 'unreadable';

export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
  /** For people, in English; names the host and no more of the address. */
  readonly detail: string;
  /** With `badStatus`. */
  readonly status?: number;
}

const WORDS: { readonly [R in Reason]: (host: string) => string } = {
  badAddress: () => 'This is not a web address. A web address begins with https://.',
  badScheme: () => 'Only addresses that begin with https:// or http:// are fetched.',
  credentials: () => 'The address holds a user name or a password. Give one without them.',
  badPort: (host) => `${host} is asked at a port where no web server should be.`,
  privateAddress: (host) => `${host} is on a private network, and Kaiku fetches only from the public internet.`,
  tooManyRedirects: (host) => `${host} sends on and on to other addresses. Give the address where it ends.`,
  tooLarge: (host) => `What ${host} sends is larger than Kaiku reads.`,
  timedOut: (host) => `${host} did not answer in time.`,
  unreachable: (host) => `${host} could not be reached.`,
  badStatus: (host) => `${host} answered with an error.`,
  webPage: (host) => `${host} answered a web page, perhaps one to sign in at, in place of the file.`,
  unreadable: (host) => `What ${host} sends is packed in a way that cannot be read.`,
};

export function refused(reason: Reason, host: string): Refusal {
  return { ok: false, reason, detail: WORDS[reason](host) };
}

/** What the network threw, as a value. Anything else is a mistake of ours and is thrown on. */
export function whyBroken(error: unknown, host: string, aborted: boolean): Refusal {
  if (!(error instanceof Error)) throw error;
  const chain = causes(error);
  if (chain.some((one) => one instanceof ForbiddenAddress)) return refused('privateAddress', host);
  const codes = chain.map((one) => (one as NodeJS.ErrnoException).code ?? '');
  const has = (pattern: RegExp) => codes.some((code) => pattern.test(code));
  if (aborted || has(/TIMEOUT|ETIMEDOUT/)) return refused('timedOut', host);
  if (has(/^(ENOTFOUND|EAI_)/)) return unreachable(`There is no ${host}: the name is not known.`);
  if (has(/CERT|TLS|SELF_SIGNED|^EPROTO|SSL/)) return unreachable(`${host} shows no valid certificate.`);
  if (has(/^ECONNREFUSED/)) return unreachable(`Nothing answers at ${host}.`);
  if (has(/^(E[A-Z]+|UND_ERR_\w+|HPE_\w+)$/)) return refused('unreachable', host);
  throw error;
}

function unreachable(detail: string): Refusal {
  return { ok: false, reason: 'unreachable', detail };
}

function causes(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors.flatMap(causes) : [];
  return [error, ...causes(error.cause), ...inner];
}
