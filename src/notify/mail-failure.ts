/** What a failed sending means: try again later, never again, or nobody knows whether it arrived. */
export type MailFailure = 'again' | 'never' | 'unclear';

/** Before the letter itself was handed over. */
const BEFORE = new Set([
  'EDNS',
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'ECONFIG',
  'EPROXY',
  'ETLS',
  'EREQUIRETLS',
  'EENVELOPE',
]);
const TIMEOUTS_BEFORE = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']);

/** Reads nodemailer's errors. A connection that breaks later than that may break after the server took the letter. */
export function mailFailure(error: unknown): MailFailure {
  const { code, responseCode, syscall, timeoutType } = (error ?? {}) as Record<string, unknown>;
  if (typeof responseCode === 'number' && responseCode >= 400) return finalNo(responseCode, code) ? 'never' : 'again';
  if (typeof code === 'string' && BEFORE.has(code)) return 'again';
  if (syscall === 'connect' || syscall === 'getaddrinfo') return 'again';
  if (typeof timeoutType === 'string' && TIMEOUTS_BEFORE.has(timeoutType)) return 'again';
  return 'unclear';
}

/** A refused login is mended by whoever installs; a refused address or letter by nobody. */
function finalNo(responseCode: number, code: unknown): boolean {
  return responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
}
