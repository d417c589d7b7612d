import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DestinationStream, pino } from 'pino';
import { SANDBOX_APPS } from '#sandbox/seed';
import { createLogger, type Logger } from '#src/config/logger';

/** The folder into which everything is written that Kaiku says during a run of the tests. Set by services.ts. */
export const SUITE_LOG = 'KAIKU_SUITE_LOG';

/** A file of one process; null outside of a run. */
export function suiteLogFile(name: string): string | null {
  const folder = process.env[SUITE_LOG];
  return folder ? join(folder, `${name}-${process.pid}-${Math.random().toString(36).slice(2, 10)}.log`) : null;
}

/** Kaiku's own log at its most talkative, as an installation makes it; into the run's folder, not on the screen. */
export function suiteLogger(name: string): Logger {
  const file = suiteLogFile(name);
  if (file === null) return pino({ level: 'silent' });
  // At once: a test may kill its process.
  const destination: DestinationStream = { write: (line) => appendFileSync(file, line) };
  return createLogger({ level: 'trace' }, destination);
}

/** What the tests know as secret, and how everything looks that opens something. */
const SECRETS: readonly (readonly [what: string, form: RegExp])[] = [
  ['a password of a person', /a long enough password|a password of her own/],
  ['a key of the tests', /test-key-0123456789/],
  ['a secret of the tests', /secret of the tests only|signing key of the tests only|chaos-secret|bench-secret/],
  ['an API key', /kaiku_[A-Za-z0-9_-]{30,}/],
  ['a key of a Facebook page', /EAAsandbox-/],
  ['a key of LinkedIn', /AQ[A-Z]sandbox-/],
  ['a secret of an app', new RegExp(`${SANDBOX_APPS.facebook.secret}|${SANDBOX_APPS.linkedin.secret}`)],
  ['a secret of a webhook', /whsec_[A-Za-z0-9+/=]{20,}/],
  ['a session', /session_token=(?!\[redacted)[^;\s"]{20,}/],
  ['a password in an address', /[a-z]:\/\/[^\s:/?#"'@\\]+:(?!\[redacted)[^\s/?#"'@\\]+@/],
  ['what lets a request in', /Bearer (?!\[redacted)[\w.~+/-]{8,}/],
];

export interface Told {
  readonly bytes: number;
  readonly files: number;
  /** Each with its file and the line, cut short. */
  readonly secrets: readonly string[];
}

/** Reads all that was said and looks for secrets in it. */
export function searchSuiteLog(folder: string): Told {
  const files = readdirSync(folder);
  const secrets: string[] = [];
  let bytes = 0;
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8');
    bytes += text.length;
    for (const [what, form] of SECRETS) {
      const found = form.exec(text);
      if (!found) continue;
      const line = text.slice(text.lastIndexOf('\n', found.index) + 1).split('\n')[0] ?? '';
      secrets.push(`${what}, in ${file}: ${line.slice(0, 400)}`);
    }
  }
  return { bytes, files: files.length, secrets };
}
