import type { Access, Health } from '../contract.ts';
import { harmless } from '../words.ts';
import { classify, linkedInWords } from './classify.ts';
import { type LinkedInDeps, organisationOf } from './deps.ts';
import { Organisation } from './wire.ts';

/** Whether the key opens this page: only its administrators may read it this way. */
export async function health(deps: LinkedInDeps, access: Access): Promise<Health> {
  const id = organisationOf(access).slice('urn:li:organization:'.length);
  const reply = await deps.client.get({ path: '/organizations/{id}', keys: { id }, token: access.accessToken });
  if (reply.kind !== 'ok') {
    const outcome = harmless(classify(reply, deps.now()), linkedInWords);
    const message = outcome.kind === 'published' ? '' : outcome.message;
    return { ok: false, message, pageName: null, outcome, expiresAt: null };
  }
  const organisation = Organisation.safeParse(reply.body);
  const pageName = (organisation.success ? organisation.data.localizedName : undefined) ?? null;
  const message = `Kaiku can publish to the LinkedIn page ${pageName ?? id}.`;
  return { ok: true, message, pageName, outcome: null, expiresAt: null };
}
