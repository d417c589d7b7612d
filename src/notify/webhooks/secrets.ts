import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { WebhookRow } from '#src/db/webhooks';
import type { Sealer } from '#src/secrets/seal';

/** 32 random bytes, as the specification writes a symmetric secret. */
export function makeSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** For the database; sealed for its own row, so that nobody can move it to another. */
export function sealSecret(sealer: Sealer, webhookId: string, secret: string): string {
  return sealer.seal(secret, placeOf(webhookId));
}

/** What an earlier KAIKU_SECRET sealed, under the current one; null: there is nothing. @throws CannotOpen */
export function resealSecrets(
  sealer: Sealer,
  { id, secret, previousSecret }: Pick<WebhookRow, 'id' | 'secret' | 'previousSecret'>,
): Partial<Pick<WebhookRow, 'secret' | 'previousSecret'>> | null {
  const again = (sealed: string) => sealSecret(sealer, id, sealer.open(sealed, placeOf(id)));
  const changed = {
    ...(sealer.isOutdated(secret) && { secret: again(secret) }),
    ...(previousSecret !== null && sealer.isOutdated(previousSecret) && { previousSecret: again(previousSecret) }),
  };
  return Object.keys(changed).length > 0 ? changed : null;
}

/**
 * The headers that prove a message: one signature for the secret, and one for the secret before it for as long as a
 * rotation lets both count. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders(
  sealer: Sealer,
  webhook: WebhookRow,
  message: { readonly id: string; readonly body: string; readonly at: Date },
): Record<string, string> {
  const still = webhook.previousUntil !== null && webhook.previousUntil > message.at ? webhook.previousSecret : null;
  const sealed = still === null ? [webhook.secret] : [webhook.secret, still];
  const signatures = sealed.map((one) =>
    new Webhook(sealer.open(one, placeOf(webhook.id))).sign(message.id, message.at, message.body),
  );
  return {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(message.at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

/** One column after a rotation is what the other was before, so the place names the row alone. */
function placeOf(webhookId: string): string {
  return `webhook:${webhookId}:secret`;
}
