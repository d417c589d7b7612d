import type { Outcome } from '#posts/outcome';
import type { Access, Health } from '../contract.ts';
import { harmless } from '../words.ts';
import { classify, facebookWords } from './classify.ts';
import type { FacebookDeps } from './deps.ts';
import { Inspected, Named } from './wire.ts';

export interface AppKeys {
  readonly appId: string;
  readonly appSecret: string;
}

/** Whether the key opens this very page. A person's key is refused: it would publish nothing as the page. */
export async function health(deps: FacebookDeps, access: Access, keys: AppKeys | null): Promise<Health> {
  const owner = await ownerOf(deps, access);
  if (owner.kind === 'outcome') return sick(owner.outcome, null);
  if (owner.id !== access.remoteId) {
    const detail = 'the key belongs to a person or to another page, not to this page; give the page’s own key';
    return sick(facebookWords.authExpired(detail), null);
  }
  const inspected = keys ? await inspect(deps, access, keys) : null;
  if (inspected?.is_valid === false) return sick(facebookWords.authExpired(), owner.name);
  if (inspected?.type !== undefined && inspected.type !== 'PAGE') {
    return sick(facebookWords.authExpired('the key is not a page’s own key'), owner.name);
  }
  return {
    ok: true,
    message: `Kaiku can publish to the Facebook page ${owner.name ?? access.remoteId}.`,
    pageName: owner.name,
    outcome: null,
    expiresAt: instantOf(inspected?.expires_at),
    dataAccessExpiresAt: instantOf(inspected?.data_access_expires_at),
  };
}

/** Whose key it is. */
export async function ownerOf(
  deps: FacebookDeps,
  access: Access,
): Promise<{ kind: 'owner'; id: string; name: string | null } | { kind: 'outcome'; outcome: Outcome }> {
  const reply = await deps.client.call({
    method: 'get',
    path: 'me',
    params: { fields: 'id,name' },
    token: access.accessToken,
  });
  if (reply.kind !== 'ok') return { kind: 'outcome', outcome: harmless(classify(reply, deps.now()), facebookWords) };
  const named = Named.safeParse(reply.body);
  if (!named.success) return { kind: 'outcome', outcome: facebookWords.notSent('the answer cannot be read') };
  return { kind: 'owner', id: named.data.id, name: named.data.name ?? null };
}

/** The platform's own word on the key. Null when it does not tell: the app key's form is not documented for certain. */
async function inspect(deps: FacebookDeps, access: Access, keys: AppKeys) {
  const reply = await deps.client.call({
    method: 'get',
    path: 'debug_token',
    params: { input_token: access.accessToken },
    token: `${keys.appId}|${keys.appSecret}`,
  });
  if (reply.kind !== 'ok') return null;
  const inspected = Inspected.safeParse(reply.body);
  return inspected.success ? inspected.data.data : null;
}

/** Seconds of the epoch; 0 means never. */
function instantOf(seconds: number | undefined): Date | null {
  return seconds !== undefined && seconds > 0 ? new Date(seconds * 1000) : null;
}

function sick(outcome: Outcome, pageName: string | null): Health {
  const message = outcome.kind === 'published' ? '' : outcome.message;
  return { ok: false, message, pageName, outcome, expiresAt: null, dataAccessExpiresAt: null };
}
