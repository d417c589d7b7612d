import { useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { DeliveryView, NewWebhookView, WebhookInput, WebhookView } from '#posts/schema/webhook';
import { get, patch, post, remove } from './client.ts';
import type { Page, Wire } from './wire.ts';

export type Webhook = Wire<WebhookView>;
export type NewWebhook = Wire<z.infer<typeof NewWebhookView>>;
export type Delivery = Wire<DeliveryView>;

const pages = <Item>(key: readonly string[], path: string, enabled = true) =>
  useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => get<Page<Item>>(path, { limit: 20, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
  });

export const useWebhooks = () => pages<Webhook>(['webhooks'], '/webhooks');

/** What it was told, the newest first. */
export const useDeliveries = (id: string, enabled: boolean) =>
  pages<Delivery>(['webhooks', id, 'deliveries'], `/webhooks/${id}/deliveries`, enabled);

/** The answer holds the secret, this once. */
export const addWebhook = (wanted: z.input<typeof WebhookInput>) => post<NewWebhook>('/webhooks', { body: wanted });

export const switchWebhook = ({ id, revision }: Webhook, enabled: boolean) =>
  patch<Webhook>(`/webhooks/${id}`, revision, { enabled });

export const removeWebhook = (id: string) => remove(`/webhooks/${id}`);

/** A new secret, shown this once; the old one signs beside it for a day. */
export const rotateWebhook = (id: string) => post<NewWebhook>(`/webhooks/${id}/rotate`, { body: {} });

export const testWebhook = (id: string) => post<Delivery>(`/webhooks/${id}/test`, { body: {} });

export const replayDelivery = (id: string) => post<Delivery>(`/webhooks/deliveries/${id}/replay`, { body: {} });
