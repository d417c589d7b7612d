import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';

/** What Kaiku asks of sign-in. */
export interface Auth {
  /** Whether people may come in by single sign-on. */
  readonly singleSignOn: boolean;
  /** Serves `/api/auth/…`. */
  readonly handler: RequestHandler;
  /** Whose session the request's cookie opens; null: nobody's. `cookies` go back with the answer. */
  sessionOf(headers: IncomingHttpHeaders): Promise<{ personId: string; cookies: readonly string[] } | null>;
  /** A link that sets a new password, once. Never logged. */
  passwordLink(personId: string, hours: number): Promise<string>;
  hashPassword(password: string): Promise<string>;
}
