import { sql } from 'drizzle-orm';
import { eventOf, type WebhookEvent } from '#posts/webhooks';
import type { AnnouncementRow } from '#src/db/announcements';
import { sealAudit } from '#src/db/audit-chain';
import { findChannel } from '#src/db/channels';
import type { Database } from '#src/db/client';
import { announcementsById, type ChainedEntry, entriesAfter, type PostInPlace, postsInPlace } from '#src/db/happenings';
import { lifeOf } from '#src/db/posts';
import { enabledWebhooks, insertDeliveries, movePosition, readPosition, type WebhookRow } from '#src/db/webhooks';
import type { WebhookDeps } from './deps.ts';

/** One writer at a time in the whole installation. */
const OUTBOX_LOCK = 4_711_008;
const BATCH = 500;

/**
 * Reads the audit log on from where it stood and writes what each receiver is to be told, in one transaction with the
 * new place: nothing is left out, nothing is told twice. What happens while nobody wants to hear of it costs nothing.
 * @returns how many deliveries were written
 */
export async function writeOutbox({ database }: Pick<WebhookDeps, 'database'>): Promise<number> {
  if ((await enabledWebhooks(database.db)).length === 0) return 0;
  await sealAudit(database);
  let written = 0;
  for (;;) {
    const batch = await database.transaction(({ db }) => writeBatch(db));
    written += batch.written;
    if (batch.read < BATCH) return written;
  }
}

async function writeBatch(db: Database): Promise<{ read: number; written: number }> {
  const { rows } = await db.execute<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${OUTBOX_LOCK}) as mine`);
  if (!rows[0]?.mine) return { read: 0, written: 0 };
  const receivers = await enabledWebhooks(db);
  const entries = await entriesAfter(db, await readPosition(db), BATCH);
  const last = entries.at(-1);
  if (!last) return { read: 0, written: 0 };
  const told = await messagesOf(db, entries);
  const values = told.flatMap((message) =>
    receivers.filter((webhook) => wants(webhook, message)).map((webhook) => deliveryOf(webhook, message)),
  );
  const written = await insertDeliveries(db, values);
  await movePosition(db, last.no);
  return { read: entries.length, written: written.length };
}

interface Message {
  readonly no: number;
  readonly at: Date;
  readonly event: WebhookEvent;
  /** Null: it belongs to all. */
  readonly organisationId: string | null;
  readonly data: Record<string, unknown>;
}

function wants(webhook: WebhookRow, { event, organisationId, at }: Message): boolean {
  if (!webhook.events.includes(event) || at < webhook.createdAt) return false;
  return webhook.organisationId === null || webhook.organisationId === organisationId;
}

function deliveryOf(webhook: WebhookRow, { no, event, at, data }: Message) {
  return { webhookId: webhook.id, chainNo: no, event, body: bodyOf(event, at, data), dueAt: new Date(0) };
}

/** As the specification shapes a payload. */
export function bodyOf(type: string, at: Date, data: Record<string, unknown>): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data });
}

/** What no longer exists is not told of. */
async function messagesOf(db: Database, entries: readonly ChainedEntry[]): Promise<Message[]> {
  const events = entries.flatMap(({ no, entry }) => {
    const event = eventOf(entry);
    return event === null || entry.thingId === null ? [] : [{ no, at: entry.at, event, entry, id: entry.thingId }];
  });
  const idsOf = (thing: string) => events.filter(({ entry }) => entry.thing === thing).map(({ id }) => id);
  const posts = await postsInPlace(db, idsOf('post'));
  const announcements = await announcementsById(db, idsOf('announcement'));
  const messages: Message[] = [];
  for (const { no, at, event, entry, id } of events) {
    const facts =
      entry.thing === 'post'
        ? ofPost(posts.get(id), String(entry.detail.to))
        : entry.thing === 'announcement'
          ? ofAnnouncement(announcements.get(id))
          : await ofChannel(db, id, entry.detail);
    if (facts) messages.push({ no, at, event, ...facts });
  }
  return messages;
}

type Facts = Pick<Message, 'organisationId' | 'data'> | null;

function ofPost(found: PostInPlace | undefined, state: string): Facts {
  if (!found) return null;
  const { post, announcement, channel } = found;
  const { state: now } = lifeOf(post);
  return {
    organisationId: announcement.organisationId,
    data: {
      post: {
        id: post.id,
        announcement: announcement.id,
        channel: channel.slug,
        language: post.language,
        state,
        message: 'message' in now && now.name === state ? now.message : null,
        scheduledAt: post.scheduledAt,
        publishedAt: post.publishedAt,
        permalink: now.name === 'published' ? now.permalink : null,
        revision: post.revision,
      },
      announcement: { id: announcement.id, slug: announcement.slug },
    },
  };
}

function ofAnnouncement(row: AnnouncementRow | undefined): Facts {
  if (!row) return null;
  const { id, slug, kind, revision, organisationId } = row;
  return { organisationId, data: { announcement: { id, slug, kind, revision } } };
}

async function ofChannel(db: Database, id: string, detail: Readonly<Record<string, unknown>>): Promise<Facts> {
  const row = await findChannel(db, id);
  if (!row) return null;
  const { slug, kind, name, organisationId } = row;
  return {
    organisationId,
    data: { channel: { id, slug, kind, name, reason: detail.reason, message: detail.message } },
  };
}
