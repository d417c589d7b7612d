import { and, eq, sql } from 'drizzle-orm';
import type { Health } from '#src/channels/contract';
import type { Transaction } from '#src/db/client';
import { holdChannel } from '#src/db/holds';
import { channels } from '#src/db/schema';
import type { ChannelRow, PublishingDeps } from './deps.ts';
import type { Entry } from './keys.ts';
import { holdFor, keyOf } from './settle.ts';

/** What a check of a page's key told. `channel` is the row that the key stands in now: a check may renew it. */
export interface Checked {
  readonly channel: ChannelRow;
  readonly health: Health;
}

/** Asks the page whether Kaiku may publish there, with a new key where the old one was refused or ends soon. */
export async function examine(deps: Pick<PublishingDeps, 'channels' | 'keys'>, asked: ChannelRow): Promise<Checked> {
  const wasRefused = asked.holdReason === 'reconnect';
  const first = await tried(deps, await deps.keys.check(asked, wasRefused));
  if (wasRefused || first.health.outcome?.kind !== 'authExpired') return first;
  const again = await deps.keys.check(first.channel, true);
  return again.channel.accessToken === first.channel.accessToken ? first : tried(deps, again);
}

async function tried(deps: Pick<PublishingDeps, 'channels'>, entry: Entry): Promise<Checked> {
  const { channel } = entry;
  if (entry.kind === 'open') return { channel, health: await deps.channels[channel.kind].health(entry.access) };
  const { outcome } = entry;
  const unknown = { pageName: null, expiresAt: null, dataAccessExpiresAt: null };
  return { channel, health: { ok: false, message: outcome.message, outcome, ...unknown } };
}

/**
 * Writes down what a check told: its word, the ends that are known, and when to look next. A page whose key is dead is
 * held, so that its posts wait for somebody to connect it again. Anything else a check says stops nothing: it only reads,
 * and who may not read a page's facts may still publish there.
 */
export async function learn(
  deps: Pick<PublishingDeps, 'channels'>,
  tx: Transaction,
  { channel, health }: Checked,
  actor: string,
): Promise<ChannelRow> {
  const { outcome } = health;
  const hold = outcome?.kind === 'authExpired' ? holdFor(outcome) : null;
  if (outcome && hold) await holdChannel(tx, channel.id, hold, actor, keyOf(outcome, channel));
  // A page that was connected anew meanwhile has another key, of which this tells nothing.
  const sameKey = sql`${channels.accessToken} is not distinct from ${channel.accessToken}`;
  const [row] = await tx.db
    .update(channels)
    .set({
      health: { ok: health.ok, message: health.message, checkedAt: new Date().toISOString() },
      ...endsOf(deps, channel, health),
      checkDueAt: sql`now() + ${toldNothing(health) ? '1 hour' : '1 day'}::interval`,
    })
    .where(and(eq(channels.id, channel.id), sameKey))
    .returning();
  return row ?? channel;
}

/** The platform was busy or away: that says nothing of the key. */
function toldNothing({ outcome }: Health): boolean {
  return outcome?.kind === 'throttled' || outcome?.kind === 'notSent';
}

/** What is not told this time stays as it was known. */
export function endsOf(
  deps: Pick<PublishingDeps, 'channels'>,
  { kind }: Pick<ChannelRow, 'kind'>,
  { expiresAt, dataAccessExpiresAt }: Pick<Health, 'expiresAt' | 'dataAccessExpiresAt'>,
): Partial<typeof channels.$inferInsert> {
  return {
    apiVersionEndsAt: deps.channels[kind].versionEndsAt,
    ...(expiresAt ? { tokenExpiresAt: expiresAt } : {}),
    ...(dataAccessExpiresAt ? { dataAccessExpiresAt } : {}),
  };
}
