/** Error codes that arise only before a connection stands, so that no byte of the request can have arrived. */
const BEFORE_CONNECTION = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Texts of the same, where Node or a proxy client gives no code of its own. */
const BEFORE_CONNECTION_TEXT = [
  'Client network socket disconnected before secure TLS connection was established',
  'tunneling socket could not be established',
];

const MAX_DEPTH = 3;

/**
 * Whether a failed call is proved not to have been sent: no name, no connection, no trusted TLS, no tunnel. A reset or a
 * silence on a connection that stood is not: the platform may have read the request (platforms contract §4.1).
 */
export function neverConnected(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return false;
  const { code, syscall, connect, message, errors, cause } = error as Record<string, unknown>;
  if (typeof code === 'string' && BEFORE_CONNECTION.has(code)) return true;
  // The client of Facebook sets `connect` itself; `ESOCKETTIMEDOUT` carries false (platforms contract §4.1).
  if (code === 'ETIMEDOUT' && (connect === true || syscall === 'connect')) return true;
  if (typeof message === 'string' && BEFORE_CONNECTION_TEXT.some((text) => message.includes(text))) return true;
  // Node tries several addresses; none connected when every try says so.
  if (Array.isArray(errors) && errors.length > 0) return errors.every((each) => neverConnected(each, depth + 1));
  return cause !== undefined && neverConnected(cause, depth + 1);
}

/** The bare name of a network failure, safe to show: never an address, never a header. */
export function failureName(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'no answer';
  const { code } = error as Record<string, unknown>;
  if (typeof code !== 'string' || !/^[A-Z0-9_]{1,60}$/.test(code)) return 'no answer';
  return TIMEOUTS.has(code) ? 'no answer in time' : code;
}

const TIMEOUTS = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ECONNABORTED', 'ERR_CANCELED']);

/** Takes every given secret out of a text, as it stands and as it looks in an address. */
export function withoutSecrets(text: string, secrets: readonly (string | null | undefined)[]): string {
  return secrets.reduce<string>((clean, secret) => {
    if (!secret) return clean;
    return clean.replaceAll(secret, '…').replaceAll(encodeURIComponent(secret), '…');
  }, text);
}
