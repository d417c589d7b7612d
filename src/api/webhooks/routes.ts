import { z } from 'zod';
import { can, seenOrganisations } from '#posts/policy';
import { DeliveryView, NewWebhookView, WebhookInput, WebhookPatch, WebhookView } from '#posts/schema/webhook';
import { WEBHOOK_EVENTS } from '#posts/webhooks';
import { getWebhook, listDeliveries, listWebhooks } from '#src/db/webhooks';
import { type Operation, operation, param } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';
import { change, create, existing, remove, replay, rotate, test } from './acts.ts';
import { presentDelivery, presentWebhooks } from './present.ts';

const tag = 'webhooks';
const action = 'webhook.manage';
const one = { description: 'The webhook.', schema: WebhookView };
const made = { description: 'The webhook, with its secret.', schema: NewWebhookView };

export const webhookOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/webhooks',
    action,
    tag,
    summary: 'List the webhooks that you look after',
    query: z.object(pageQuery),
    answers: { 200: { description: 'One page.', schema: pageOf(WebhookView) } },
    async handle({ deps, actor, query }) {
      const { db } = deps.database;
      const after = readCursor(query.cursor, z.tuple([z.uuid()]))?.[0];
      const organisations = seenOrganisations(actor.person)?.filter(
        (organisationId) => can(actor.person, action, { organisationId }) === 'yes',
      );
      const found = await listWebhooks(db, { after, limit: query.limit + 1, organisations: organisations ?? null });
      const page = cutPage(found, query.limit, (row) => [row.id]);
      return { status: 200, body: { items: await presentWebhooks(db, page.rows), nextCursor: page.nextCursor } };
    },
  }),
  operation({
    method: 'post',
    path: '/webhooks',
    action,
    tag,
    summary: 'Tell another program what happens; the secret is shown this once',
    description:
      `By the Standard Webhooks specification: signed, tried again for about a day, at least once. Events: ` +
      `${WEBHOOK_EVENTS.join(', ')}.`,
    body: WebhookInput,
    answers: { 201: made },
    handle: create,
  }),
  operation({
    method: 'get',
    path: '/webhooks/:id',
    action,
    tag,
    summary: 'Read one webhook',
    answers: { 200: one },
    refusals: [404],
    async handle({ deps, actor, params }) {
      const row = await existing(deps.database.db, actor, param({ params }, 'id'), getWebhook);
      const [body] = await presentWebhooks(deps.database.db, [row]);
      return { status: 200, body, revision: row.revision };
    },
  }),
  operation({
    method: 'patch',
    path: '/webhooks/:id',
    action,
    tag,
    summary: 'Change a webhook, or switch it on and off',
    ifMatch: true,
    body: WebhookPatch,
    answers: { 200: one },
    refusals: [404],
    handle: change,
  }),
  operation({
    method: 'delete',
    path: '/webhooks/:id',
    action,
    tag,
    summary: 'Remove a webhook and the log of its deliveries',
    answers: { 204: { description: 'It is removed.' } },
    refusals: [404],
    handle: remove,
  }),
  operation({
    method: 'post',
    path: '/webhooks/:id/rotate',
    action,
    tag,
    summary: 'Make a new secret; the old one signs beside it for a day',
    body: z.strictObject({}).optional(),
    answers: { 200: made },
    refusals: [404],
    handle: rotate,
  }),
  operation({
    method: 'post',
    path: '/webhooks/:id/test',
    action,
    tag,
    summary: 'Send a webhook.test once, and see in the log what came of it',
    body: z.strictObject({}).optional(),
    answers: { 202: { description: 'It is on its way.', schema: DeliveryView } },
    refusals: [404],
    handle: test,
  }),
  operation({
    method: 'get',
    path: '/webhooks/:id/deliveries',
    action,
    tag,
    summary: 'What it was told, try by try; the newest first',
    query: z.object(pageQuery),
    answers: { 200: { description: 'One page.', schema: pageOf(DeliveryView) } },
    refusals: [404],
    async handle({ deps, actor, params, query }) {
      const { db } = deps.database;
      const { id } = await existing(db, actor, param({ params }, 'id'), getWebhook);
      const before = readCursor(query.cursor, z.tuple([z.uuid()]))?.[0];
      const found = await listDeliveries(db, { webhookId: id, before, limit: query.limit + 1 });
      const page = cutPage(found, query.limit, (row) => [row.id]);
      return { status: 200, body: { items: page.rows.map(presentDelivery), nextCursor: page.nextCursor } };
    },
  }),
  operation({
    method: 'post',
    path: '/webhooks/deliveries/:delivery/replay',
    action,
    tag,
    summary: 'Send a delivery again, with the same webhook-id',
    body: z.strictObject({}).optional(),
    answers: { 202: { description: 'It is on its way.', schema: DeliveryView } },
    refusals: [404, 409],
    handle: replay,
  }),
];
