import type { UiLanguage } from '../i18n/index.ts';
import { patch } from './client.ts';
import { type Entry, entryOf } from './entry.ts';
import { ApiProblem, problemOf } from './problem.ts';
import { keyHeaders } from './session.ts';

/** Who is signed in, as `GET /me` tells; without a name and an address it is an API key. */
export interface Me {
  readonly actor: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Null for an API key, which is told nothing. */
  readonly id: string | null;
  readonly twoFactor: boolean;
  /** What mails are written in, and which of them come; null for an API key. */
  readonly language: UiLanguage | null;
  readonly noticesByMail: boolean | null;
  readonly weeklyByMail: boolean | null;
  readonly clusterAdmin: boolean;
  /** By the slug of the organisation. */
  readonly roles: Readonly<Record<string, string>>;
  /** What they may do in some organisation at least. */
  readonly may: readonly string[];
}

/**
 * @param key one that is not kept yet; without it the kept one, or the session
 * @returns null when the server knows nobody by that
 * @throws ApiProblem when it could not tell
 */
export async function whoAmI(key?: string): Promise<Me | null> {
  const response = await ask('/api/v1/me', { headers: keyHeaders(key) });
  if (response.status === 401) return null;
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Me;
}

/** @param keep whether the session outlives the browser being closed */
export async function signInByPassword(email: string, password: string, keep: boolean): Promise<Entry> {
  return entryOf(await send('/sign-in/email', { email, password, rememberMe: keep }));
}

/** @param code the six digits of an app, or one of the codes kept for the day when the phone is lost */
export async function signInByCode(code: string): Promise<Entry> {
  const path = /^\d{6}$/.test(code) ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code';
  return entryOf(await send(path, { code }));
}

/** Whether the cluster has a single sign-on; false also when that cannot be told. */
export async function hasSingleSignOn(): Promise<boolean> {
  const response = await ask('/api/ways-in', {}).catch(() => null);
  return response?.ok ? ((await response.json()) as { singleSignOn: boolean }).singleSignOn : false;
}

/** Where the single sign-on begins. It leads back to the interface, or with `signIn=refused` for who is not let in. */
export async function singleSignOnAddress(): Promise<string> {
  const body = { provider: 'oidc', callbackURL: '/app/', errorCallbackURL: '/app/?signIn=refused' };
  const response = await send('/sign-in/social', body);
  if (!response.ok) throw await problemOf(response);
  return ((await response.json()) as { url: string }).url;
}

/** Ends the session, if there is one. */
export async function endSession(): Promise<void> {
  const response = await send('/sign-out', {});
  if (!response.ok) throw await problemOf(response);
}

/**
 * Sets a password by a link from an invitation or a forgotten password; `expired`: the link was used, or is too old.
 * @throws ApiProblem for a password that the server does not take
 */
export async function setPassword(token: string, newPassword: string): Promise<Entry> {
  return entryOf(await send('/reset-password', { token, newPassword }));
}

/** One's own name. @throws ApiProblem */
export const changeName = (name: string) => answered<unknown>(send('/update-user', { name }));

/** The answer is oneself, changed. @throws ApiProblem */
export const changeMailPreferences = (
  changes: Partial<{ language: UiLanguage; noticesByMail: boolean; weeklyByMail: boolean }>,
) => patch<Me>('/me', null, changes);

/** Signs out everywhere else too. `wrong`: the present password. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<Entry> {
  return entryOf(await send('/change-password', { currentPassword, newPassword, revokeOtherSessions: true }));
}

export interface SecondFactor {
  /** otpauth://, with the secret in base32. */
  readonly totpURI: string;
  readonly backupCodes: readonly string[];
}

/** Begins; the second factor is asked for only from when a first code was confirmed. @throws ApiProblem */
export const beginSecondFactor = (password: string) => answered<SecondFactor>(send('/two-factor/enable', { password }));

export async function confirmSecondFactor(code: string): Promise<Entry> {
  return entryOf(await send('/two-factor/verify-totp', { code }));
}

export async function endSecondFactor(password: string): Promise<Entry> {
  return entryOf(await send('/two-factor/disable', { password }));
}

export interface OwnSession {
  readonly id: string;
  readonly token: string;
  readonly createdAt: string;
  readonly ipAddress?: string | null;
  readonly userAgent?: string | null;
}

/** Where one is signed in, and the id of the session that asks. @throws ApiProblem */
export async function ownSessions(): Promise<{ sessions: OwnSession[]; current: string | null }> {
  const [sessions, now] = await Promise.all([
    answered<OwnSession[]>(ask('/api/auth/list-sessions', {})),
    answered<{ session: { id: string } } | null>(ask('/api/auth/get-session', {})),
  ]);
  return { sessions, current: now?.session.id ?? null };
}

export const endOwnSession = (token: string) => answered<unknown>(send('/revoke-session', { token }));
export const endOtherSessions = () => answered<unknown>(send('/revoke-other-sessions', {}));

async function answered<Answer>(asked: Promise<Response>): Promise<Answer> {
  const response = await asked;
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Answer;
}

function send(path: string, body: unknown): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return ask(`/api/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

function ask(path: string, request: RequestInit): Promise<Response> {
  return fetch(path, { ...request, credentials: 'same-origin', cache: 'no-store' }).catch(() => {
    throw new ApiProblem(0, 'unreachable', '');
  });
}
