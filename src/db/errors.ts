/** Whether PostgreSQL refused a row because this unique constraint (or index) has its value already. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint: name } = cause as Error & { code?: string; constraint?: string };
    if (code === '23505' && name === constraint) return true;
  }
  return false;
}

/** What a connection breaks with before PostgreSQL can say a word. */
const CUT_OFF = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);
/** What pg says itself, without a code. */
const NO_CONNECTION =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/;
/**
 * Connection exceptions, no room for one more, and a server that stops or starts. SQLSTATE classes:
 * postgresql.org/docs/18/errcodes-appendix.html
 */
const NOT_SERVING = /^(08|53|57P0[1-5])/;

/** Whether the database could not be asked, as opposed to one that refused what it was asked. */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code = '', message } = cause as Error & { code?: string };
    if (CUT_OFF.has(code) || NO_CONNECTION.test(message)) return true;
    if ('severity' in cause && NOT_SERVING.test(code)) return true;
  }
  return false;
}
