import { and, eq, sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Outcome } from '#posts/outcome';
import { type Asker, type Key, renewalStep } from '#posts/renewal';
import type { ChannelKind } from '#posts/schema/channel';
import { type Job, publishJob } from '#queue-config/jobs';
import type { Queues } from '#queue-config/queues';
import { withJobs } from '#queue-config/with-jobs';
import type { Access, Channel, Renewal } from '#src/channels/contract';
import { writeAudit } from '#src/db/audit';
import type { OpenDatabase, Transaction } from '#src/db/client';
import { holdChannel, releaseChannel } from '#src/db/holds';
import { databaseNow } from '#src/db/posts';
import { channels } from '#src/db/schema';
import { openTokens, sealTokens } from '#src/secrets/channel-tokens';
import type { Sealer } from '#src/secrets/seal';

type ChannelRow = typeof channels.$inferSelect;
type Refusal = Exclude<Outcome, { kind: 'published' }>;

/**
 * A page opened for one call, with the row that its key stands in now; or why it cannot be. Nothing was sent to the page
 * then.
 */
export type Entry =
  | { readonly kind: 'open'; readonly access: Access; readonly channel: ChannelRow }
  | { readonly kind: 'closed'; readonly outcome: Refusal; readonly channel: ChannelRow };

export interface Keys {
  /** For one call: a key that has ended, or nearly, is renewed first. However many ask, the platform is asked once. */
  open(channel: ChannelRow): Promise<Entry>;
  /** For a check: renews days before the end. `refused`: the platform no longer takes the key, so another is tried for. */
  check(channel: ChannelRow, refused: boolean): Promise<Entry>;
}

export interface KeysDeps {
  readonly database: OpenDatabase;
  readonly queues: Queues;
  readonly channels: Readonly<Record<ChannelKind, Channel>>;
  readonly sealer: Sealer;
  readonly logger: Logger;
  readonly worker: string;
}

const RENEWAL_LOCK = 4_711_007;
/** Longer than the platform's client waits for an answer. */
const LOCKED_FOR_AT_MOST = '60s';
const AGAIN_AFTER_MS = 60_000;

export function createKeys(deps: KeysDeps): Keys {
  // Those of one process wait for one promise, so that they do not all wait for the lock with a connection each.
  const underway = new Map<string, Promise<Entry>>();
  const entry = (channel: ChannelRow, asker: Asker): Promise<Entry> => {
    // By this computer's clock: a wrong one only asks the database once too often, or lets the platform refuse the key.
    if (renewalStep(keyOf(deps, channel), asker, new Date()) === 'use') return Promise.resolve(opened(deps, channel));
    const known = underway.get(channel.id);
    if (known) return known;
    const renewing = renewAlone(deps, channel, asker).finally(() => underway.delete(channel.id));
    underway.set(channel.id, renewing);
    return renewing;
  };
  return {
    open: (channel) => entry(channel, 'call'),
    check: (channel, refused) => entry(channel, refused ? 'refused' : 'check'),
  };
}

/** One at a time in the whole installation; who waited reads what came of it. */
function renewAlone(deps: KeysDeps, asked: ChannelRow, asker: Asker): Promise<Entry> {
  return withJobs(
    deps.database,
    deps.queues,
    async (tx, jobs) => {
      await tx.client.query(`set local idle_in_transaction_session_timeout = '${LOCKED_FOR_AT_MOST}'`);
      await tx.client.query('select pg_advisory_xact_lock($1, hashtext($2))', [RENEWAL_LOCK, asked.id]);
      const [channel] = await tx.db.select().from(channels).where(eq(channels.id, asked.id));
      if (!channel) return closed(asked, { kind: 'notSent', message: 'The page was removed.' });
      const now = await databaseNow(tx.db);
      const isNew = channel.accessToken !== asked.accessToken;
      switch (renewalStep(keyOf(deps, channel), isNew ? 'call' : asker, now)) {
        case 'use':
          return opened(deps, channel);
        case 'wait':
          return closed(channel, { kind: 'notSent', message: 'The page’s key could not be renewed a moment ago.' });
        case 'dead':
          return closed(channel, { kind: 'authExpired', message: channel.holdMessage ?? '' });
        case 'renew':
          return renew(deps, tx, jobs, channel, now);
      }
    },
    (error) => deps.logger.warn({ err: error, channelId: asked.id }, 'jobs left to the sweep'),
  );
}

async function renew(deps: KeysDeps, tx: Transaction, jobs: Job[], channel: ChannelRow, now: Date): Promise<Entry> {
  const { access } = opened(deps, channel);
  const { refreshToken } = access;
  const platform = deps.channels[channel.kind];
  if (!platform.renew || refreshToken === null) return opened(deps, channel);
  const renewal = await platform.renew({ ...access, refreshToken });
  if (renewal.kind === 'renewed') return store(deps, tx, jobs, channel, renewal);
  const outcome = renewal.outcome as Refusal;
  deps.logger.warn({ channelId: channel.id, outcome: outcome.kind }, 'the key of a page was not renewed');
  await tx.db
    .update(channels)
    .set({ renewNotBefore: new Date(now.getTime() + AGAIN_AFTER_MS) })
    .where(eq(channels.id, channel.id));
  const lives = channel.tokenExpiresAt !== null && channel.tokenExpiresAt > now && channel.holdReason !== 'reconnect';
  if (lives) return opened(deps, channel);
  if (outcome.kind === 'authExpired') {
    const hold = { reason: 'reconnect', until: null, message: outcome.message } as const;
    await holdChannel(tx, channel.id, hold, deps.worker, channel.accessToken);
  }
  return closed(channel, outcome);
}

/** The refresh token from before stays unless a new one came, and so does what a person connected meanwhile. */
async function store(
  deps: KeysDeps,
  tx: Transaction,
  jobs: Job[],
  before: ChannelRow,
  renewal: Renewal & { kind: 'renewed' },
): Promise<Entry> {
  const sealed = sealTokens(deps.sealer, before.id, renewal);
  const [after] = await tx.db
    .update(channels)
    .set({
      accessToken: sealed.accessToken,
      tokenExpiresAt: renewal.expiresAt,
      ...(sealed.refreshToken ? { refreshToken: sealed.refreshToken } : {}),
      ...(renewal.refreshExpiresAt ? { refreshExpiresAt: renewal.refreshExpiresAt } : {}),
      renewNotBefore: null,
    })
    .where(and(eq(channels.id, before.id), sql`${channels.accessToken} is not distinct from ${before.accessToken}`))
    .returning();
  if (!after) {
    const [connected] = await tx.db.select().from(channels).where(eq(channels.id, before.id));
    return opened(deps, connected ?? before);
  }
  const detail = { expiresAt: renewal.expiresAt?.toISOString() ?? null };
  await writeAudit(tx.db, {
    actor: deps.worker,
    action: 'channel.renewed',
    thing: 'channel',
    thingId: before.id,
    detail,
  });
  deps.logger.info({ channelId: before.id, ...detail }, 'the key of a page was renewed');
  if (after.holdReason !== 'reconnect') return opened(deps, after);
  const released = await releaseChannel(tx, after.id, deps.worker);
  jobs.push(...released.map((post) => publishJob(post, after.kind)));
  return opened(deps, { ...after, holdReason: null, holdUntil: null, holdMessage: null });
}

function keyOf(deps: KeysDeps, channel: ChannelRow): Key {
  return {
    tokenExpiresAt: channel.tokenExpiresAt,
    renewable: isRenewable(deps.channels, channel),
    needsReconnect: channel.holdReason === 'reconnect',
    renewNotBefore: channel.renewNotBefore,
  };
}

/** Whether Kaiku gets a new key for the page by itself. */
export function isRenewable(
  platforms: KeysDeps['channels'],
  channel: Pick<ChannelRow, 'kind' | 'refreshToken'>,
): boolean {
  return channel.refreshToken !== null && platforms[channel.kind].renew !== undefined;
}

function opened(deps: Pick<KeysDeps, 'sealer'>, channel: ChannelRow): Entry & { kind: 'open' } {
  const access = { channelId: channel.id, remoteId: channel.remoteId ?? '', ...openTokens(deps.sealer, channel) };
  return { kind: 'open', access, channel };
}

function closed(channel: ChannelRow, outcome: Refusal): Entry {
  return { kind: 'closed', outcome, channel };
}
