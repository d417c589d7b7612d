import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import { genericOAuth, twoFactor } from 'better-auth/plugins';
import type { RequestHandler } from 'express';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAction } from '#posts/audit';
import type { Logger } from '#src/config/logger';
import { writeAudit } from '#src/db/audit';
import type { Database } from '#src/db/client';
import { personName } from '#src/db/people';
import { accounts, people, rateLimits, sessions, twoFactors, verifications } from '#src/db/schema';
import { passwordReset } from '#src/notify/letters';
import type { Mailer } from '#src/notify/mail';
import type { Auth } from './contract.ts';
import { type AuthKeys, unnumberedKey, versionedKeys } from './keys.ts';

/** At this path, and not under `/api/v1`: what a browser does to sign in is no operation for programs. */
export const AUTH_PATH = '/api/auth';

/** Single sign-on tells who somebody is; what else its tokens would open is none of our business, so none is kept. */
const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null };

/** Set by us from the connection, over whatever a caller sent: a forged address would buy more guesses. */
const ADDRESS_HEADER = 'x-kaiku-address';

export interface AuthOptions {
  readonly db: Database;
  /** Not stored in the database. */
  readonly keys: AuthKeys;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Null: no mail; links are handed on by hand. */
  readonly mailer: Mailer | null;
  /** Null: no single sign-on. */
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | null;
  readonly logger: Logger;
  /** Sign-ins from one address in a minute; 10 when left out. */
  readonly signInsAMinute?: number;
}

export function createAuth(options: AuthOptions): Auth {
  const auth = better(options);
  return {
    singleSignOn: options.oidc !== null,
    handler: handlerOf(toNodeHandler(auth)),
    async sessionOf(headers) {
      const { headers: answered, response } = await auth.api.getSession({
        headers: fromNodeHeaders(headers),
        returnHeaders: true,
      });
      return response && { personId: response.user.id, cookies: answered.getSetCookie() };
    },
    async passwordLink(personId, hours) {
      const token = uuidv7().replaceAll('-', '') + crypto.randomUUID().replaceAll('-', '');
      const { internalAdapter } = await auth.$context;
      await internalAdapter.createVerificationValue({
        value: personId,
        identifier: `reset-password:${token}`,
        expiresAt: new Date(Date.now() + hours * 3_600_000),
      });
      return linkOf(options.publicUrl, token);
    },
    async hashPassword(password) {
      return (await auth.$context).password.hash(password);
    },
  };
}

function better(options: AuthOptions) {
  const { db, publicUrl, mailer, logger } = options;
  return betterAuth({
    appName: 'Kaiku',
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    secret: unnumberedKey(options.keys),
    secrets: versionedKeys(options.keys),
    telemetry: { enabled: false },
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: {
        user: people,
        session: sessions,
        account: accounts,
        verification: verifications,
        twoFactor: twoFactors,
        rateLimit: rateLimits,
      },
    }),
    // People reach Kaiku at other names too (localhost, an address in the house). A page of a stranger has another host.
    trustedOrigins: (request) => [publicUrl, ...ownOrigins(request)],
    emailAndPassword: {
      enabled: true,
      // People are invited; nobody signs up.
      disableSignUp: true,
      minPasswordLength: 8,
      maxPasswordLength: 200,
      resetPasswordTokenExpiresIn: 3600,
      revokeSessionsOnPasswordReset: true,
      async sendResetPassword({ user, token }) {
        if (mailer) await mailer.send({ to: user.email, ...passwordReset(linkOf(publicUrl, token)) });
        else logger.warn('somebody asked for a new password, and there is no SMTP_URL to send it by');
      },
      onPasswordReset: ({ user }) => told(db, user.id, 'person.password-set'),
    },
    account: {
      // Nobody but an administrator makes people, so the address is theirs once the provider says that it is verified.
      accountLinking: { enabled: true },
    },
    verification: { storeIdentifier: 'hashed' },
    session: { expiresIn: 7 * 86_400, updateAge: 86_400 },
    databaseHooks: {
      session: { create: { after: ({ userId }) => told(db, userId, 'person.signed-in') } },
      account: {
        create: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) },
        update: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) },
      },
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: {
        '/sign-in/*': { window: 60, max: options.signInsAMinute ?? 10 },
        '/two-factor/*': { window: 60, max: 10 },
        '/request-password-reset': { window: 300, max: 5 },
        '/reset-password': { window: 60, max: 10 },
      },
    },
    advanced: {
      cookiePrefix: 'kaiku',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: () => uuidv7() },
    },
    logger: { log: (level, message) => logger[level === 'error' ? 'warn' : 'debug']({ from: 'sign-in' }, message) },
    plugins: [twoFactor({ issuer: 'Kaiku' }), genericOAuth({ config: ssoOf(options) })],
  });
}

/** A person whom nobody invited does not come in by single sign-on either. */
function ssoOf({ oidc }: AuthOptions) {
  if (oidc === null) return [];
  return [
    {
      providerId: 'oidc',
      clientId: oidc.clientId,
      clientSecret: oidc.clientSecret,
      discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
      scopes: ['openid', 'email', 'profile'],
      pkce: true,
      disableSignUp: true,
    },
  ];
}

function linkOf(publicUrl: string, token: string): string {
  return `${publicUrl}/app/set-password?token=${token}`;
}

function ownOrigins(request: Request | undefined): string[] {
  const host = request?.headers.get('host');
  return host ? [`http://${host}`, `https://${host}`] : [];
}

async function told(db: Database, personId: string, action: AuditAction): Promise<void> {
  await writeAudit(db, { actor: personName(personId), action, thing: 'person', thingId: personId });
}

function handlerOf(handle: ReturnType<typeof toNodeHandler>): RequestHandler {
  return async (request, response) => {
    request.headers[ADDRESS_HEADER] = request.ip ?? 'unknown';
    await handle(request, response);
  };
}
