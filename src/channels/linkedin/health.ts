import type { Access, Health } from '../contract.ts';
import { harmless } from '../words.ts';
import { classify, linkedInWords } from './classify.ts';
import { type LinkedInDeps, organisationOf } from './deps.ts';
import type { AppKeys } from './renew.ts';
import { Introspected, Organisation } from './wire.ts';

/** Whether the key opens this page: only its administrators may read it this way. */
export async function health(deps: LinkedInDeps, access: Access, keys: AppKeys | null): Promise<Health> {
  const id = organisationOf(access).slice('urn:li:organization:'.length);
  const reply = await deps.client.get({ path: '/organizations/{id}', keys: { id }, token: access.accessToken });
  if (reply.kind !== 'ok') {
    const outcome = harmless(classify(reply, deps.now()), linkedInWords);
    const message = outcome.kind === 'published' ? '' : outcome.message;
    return { ok: false, message, pageName: null, outcome, expiresAt: null, dataAccessExpiresAt: null };
  }
  const organisation = Organisation.safeParse(reply.body);
  const pageName = (organisation.success ? organisation.data.localizedName : undefined) ?? null;
  const message = `Kaiku can publish to the LinkedIn page ${pageName ?? id}.`;
  const expiresAt = keys ? await endOf(deps, access, keys) : null;
  return { ok: true, message, pageName, outcome: null, expiresAt, dataAccessExpiresAt: null };
}

/** LinkedIn tells the end of a key to the app that it was given to, and to no other. */
async function endOf(deps: LinkedInDeps, access: Access, keys: AppKeys): Promise<Date | null> {
  const form = { client_id: keys.id, client_secret: keys.secret, token: access.accessToken };
  const reply = await deps.client.ask('introspectToken', form);
  const told = reply.kind === 'ok' ? Introspected.safeParse(reply.body) : null;
  if (!told?.success || !told.data.active || told.data.expires_at === undefined) return null;
  return new Date(told.data.expires_at * 1000);
}
