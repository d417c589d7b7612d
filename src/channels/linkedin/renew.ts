import type { Outcome } from '#posts/outcome';
import type { Access, Renewal } from '../contract.ts';
import { linkedInWords } from './classify.ts';
import type { Reply } from './client.ts';
import type { LinkedInDeps } from './deps.ts';
import { NewToken } from './wire.ts';

/** The app's own, from LinkedIn's developer pages. */
export interface AppKeys {
  readonly id: string;
  readonly secret: string;
}

/**
 * A new access token for the refresh token (platforms contract §2.2). The refresh token ends 365 days after the consent
 * and is never extended. Asking twice harms nothing: both answers are good.
 */
export async function renew(
  deps: LinkedInDeps,
  { refreshToken }: Access & { readonly refreshToken: string },
  keys: AppKeys,
): Promise<Renewal> {
  const askedAt = deps.now().getTime();
  const reply = await deps.client.ask('accessToken', {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: keys.id,
    client_secret: keys.secret,
  });
  const token = reply.kind === 'ok' ? NewToken.safeParse(reply.body) : null;
  if (!token?.success) return { kind: 'failed', outcome: whyNot(reply) };
  const after = (seconds: number | undefined) => (seconds === undefined ? null : new Date(askedAt + seconds * 1000));
  return {
    kind: 'renewed',
    accessToken: token.data.access_token,
    expiresAt: after(token.data.expires_in),
    refreshToken: token.data.refresh_token ?? null,
    refreshExpiresAt: after(token.data.refresh_token_expires_in),
  };
}

function whyNot(reply: Reply): Outcome {
  if (reply.kind === 'refused' && reply.error.status === 400)
    return linkedInWords.authExpired('what renews it was refused too');
  if (reply.kind === 'refused' && reply.error.status === 401)
    return linkedInWords.misconfigured('LINKEDIN_CLIENT_ID or LINKEDIN_CLIENT_SECRET is wrong');
  return linkedInWords.notSent('the page’s key could not be renewed');
}
