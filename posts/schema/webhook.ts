import { z } from 'zod';
import { WEBHOOK_EVENTS } from '../webhooks.ts';
import { Ref, WebLink } from './basics.ts';
import { patchOf } from './patch.ts';

const editable = {
  name: z.string().trim().min(1, 'say which program it is').max(100),
  url: WebLink.describe('Where it is told, by POST; a public address.'),
  events: z
    .array(z.enum(WEBHOOK_EVENTS))
    .min(1, 'choose at least one event')
    .max(WEBHOOK_EVENTS.length)
    .transform((events) => [...new Set(events)]),
};

/** Where to tell what. */
export const WebhookInput = z
  .strictObject({
    ...editable,
    organisation: Ref.optional().describe('Slug or id: only what belongs to it is told. Left out: everything.'),
  })
  .meta({ id: 'WebhookInput' });

/** What the API tells of a webhook; never its secret. */
export const WebhookView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    url: z.string(),
    events: z.array(z.enum(WEBHOOK_EVENTS)),
    organisation: z.string().nullable().describe('Null: the whole cluster.'),
    enabled: z.boolean(),
    disabledAt: z.date().nullable(),
    disabledWhy: z.string().nullable(),
    failingSince: z.date().nullable().describe('The first failure since the last success.'),
    previousSecretUntil: z.date().nullable().describe('Until then the secret before the rotation signs as well.'),
    createdAt: z.date(),
    revision: z.int(),
  })
  .meta({ id: 'Webhook' });
export type WebhookView = z.infer<typeof WebhookView>;

/** A new webhook with its secret, which is told this once. */
export const NewWebhookView = WebhookView.extend({
  secret: z.string().describe('whsec_…: shown this once, stored encrypted.'),
}).meta({ id: 'NewWebhook' });

/** Any part of a webhook; what is left out stays. */
export const WebhookPatch = patchOf({ ...editable, enabled: z.boolean() }, [
  'id',
  'organisation',
  'disabledAt',
  'disabledWhy',
  'failingSince',
  'previousSecretUntil',
  'createdAt',
  'revision',
]).meta({ id: 'WebhookPatch' });

/** One telling of one happening, with its tries. */
export const DeliveryView = z
  .object({
    id: z.uuid(),
    messageId: z.string().describe('The header webhook-id: the same over every try and replay.'),
    event: z.string(),
    state: z.enum(['waiting', 'delivered', 'failed', 'dropped']),
    tries: z.int(),
    nextTryAt: z.date().nullable(),
    createdAt: z.date(),
    deliveredAt: z.date().nullable(),
    body: z.string().describe('Exactly as it is sent and signed.'),
    log: z.array(z.object({ at: z.string(), status: z.int().nullable(), detail: z.string(), tookMs: z.int() })),
  })
  .meta({ id: 'WebhookDelivery' });
export type DeliveryView = z.infer<typeof DeliveryView>;
