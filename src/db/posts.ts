import { and, asc, eq, gt, gte, inArray, isNull, lt, or, type SQL, sql, type WithSubquery } from 'drizzle-orm';
import type { Message } from '#posts/compose/message';
import { dueAt } from '#posts/due';
import type { PlannedPost } from '#posts/plan';
import { nextSampleAt } from '#posts/retry-policy';
import { type Fact, type PostLife, PostState, type StateName } from '#posts/state';
import { type Act, transition } from '#posts/transition';
import { type AuditEntry, auditWithin, writeAudit } from './audit.ts';
import type { Database, Transaction } from './client.ts';
import { reopenDaysOfPosts, SETTLED_DAYS } from './roll-ups.ts';
import { announcements, posts, type StoredOffer } from './schema.ts';

export type PostRow = typeof posts.$inferSelect;

/** What became of a fact. `conflict`: the caller's revision is no longer the newest. */
export type Recorded =
  | { readonly kind: 'next'; readonly before: StateName; readonly post: PostRow }
  | { readonly kind: 'same'; readonly post: PostRow; readonly why: string }
  | { readonly kind: 'refused'; readonly post: PostRow; readonly why: string; readonly possible: readonly Act[] }
  | { readonly kind: 'conflict'; readonly post: PostRow }
  | { readonly kind: 'not-found' };

export interface RecordContext {
  /** Who or what: `api-key:<id>`, `worker:<id>`, `sweep`. Stands in the audit log. */
  readonly actor: string;
  readonly expectedRevision?: number;
  /** Written together with the fact, unless it is refused. */
  readonly changes?: {
    readonly message?: Message;
    readonly handwritten?: boolean;
    readonly edited?: boolean;
    readonly offer?: StoredOffer | null;
    readonly attemptNo?: number;
  };
  /** The row as this transaction locked it before, and the clock after that (`lockedPost`). */
  readonly known?: { readonly post: PostRow; readonly now: Date };
  /** Written in one statement with the post's new state, and only with it: publishing makes as few ways as it can. */
  readonly together?: readonly WithSubquery[];
}

/** Facts of the machinery change no words and no plan, so they leave the public revision alone. */
const MACHINERY: ReadonlySet<Fact['type']> = new Set(['claimed', 'armed', 'leaseEnded', 'answered', 'looked']);

/** The database's clock: the only one that decides (design §5). Milliseconds, as every column of time holds them. */
export async function databaseNow(db: Database): Promise<Date> {
  const { rows } = await db.execute<{ now: string }>(sql`select clock_timestamp()::timestamptz(3) as now`);
  return new Date((rows[0] as { now: string }).now);
}

/** The post's life as `posts/transition` knows it. */
export function lifeOf(post: PostRow): PostLife {
  return { state: PostState.parse(post.stateData), scheduledAt: post.scheduledAt, worthUntil: post.worthUntil };
}

/**
 * A post's row as the first part of a statement, which others wait for from then on. Whatever else the statement reads, it
 * reads once the row is ours: its clock is never from before the wait.
 * @param whenLocked `leave`: no row while somebody else has it
 */
export function lockedPost(db: Database, id: string, whenLocked: 'wait' | 'leave' = 'wait') {
  const config = whenLocked === 'leave' ? { skipLocked: true as const } : {};
  return db.$with('locked').as(db.select().from(posts).where(eq(posts.id, id)).for('update', config));
}

async function lockPost(db: Database, id: string): Promise<{ post: PostRow; now: Date } | null> {
  const locked = lockedPost(db, id);
  const [row] = await db
    .with(locked)
    .select({ post: locked._.selectedFields, now: sql<string>`clock_timestamp()::timestamptz(3)` })
    .from(locked);
  return row ? { post: row.post as PostRow, now: new Date(row.now) } : null;
}

/**
 * Records that something happened: locks the row, asks `posts/transition`, writes the answer and the audit entry.
 * Call it inside a transaction; a published id that another post of the page owns already throws a unique violation
 * (`posts_remote`).
 */
export async function recordFact(
  tx: Transaction,
  postId: string,
  fact: Fact | ((post: PostRow, now: Date) => Fact),
  context: RecordContext,
): Promise<Recorded> {
  const locked = context.known ?? (await lockPost(tx.db, postId));
  if (!locked) return { kind: 'not-found' };
  const { post, now } = locked;
  if (context.expectedRevision !== undefined && context.expectedRevision !== post.revision) {
    return { kind: 'conflict', post };
  }
  const happened = typeof fact === 'function' ? fact(post, now) : fact;
  const answer = transition(lifeOf(post), happened, now);
  if (answer.kind === 'refused') {
    await writeAudit(tx.db, {
      actor: context.actor,
      action: `post.${happened.type}.refused`,
      thing: 'post',
      thingId: postId,
      detail: { state: post.state, why: answer.why },
    });
    return { kind: 'refused', post, why: answer.why, possible: answer.possible };
  }
  const life = answer.kind === 'next' ? answer.life : lifeOf(post);
  if (answer.kind === 'same' && !context.changes) return { kind: 'same', post, why: answer.why };
  const revision = post.revision + (MACHINERY.has(happened.type) ? 0 : 1);
  const entry: AuditEntry = {
    actor: context.actor,
    action: `post.${happened.type}`,
    thing: 'post',
    thingId: postId,
    detail: { from: post.state, to: life.state.name, revision },
  };
  const told = auditWithin(tx.db, entry);
  const together = [...(told ? [told] : []), ...(answer.kind === 'next' ? (context.together ?? []) : [])];
  const after = await saveLife(tx.db, post, life, now, { ...context.changes, revision }, together);
  if (!told) await writeAudit(tx.db, entry);
  if (answer.kind === 'same') return { kind: 'same', post: after, why: answer.why };
  return { kind: 'next', before: post.state, post: after };
}

/**
 * Keeps a post that has not gone out without a time, until its event has a date again: it is due for nobody, and an
 * approval stands. What waits for another try waits here too. Null: it is past that.
 */
export async function holdPost(tx: Transaction, postId: string, actor: string): Promise<PostRow | null> {
  const [post] = await tx.db.select().from(posts).where(eq(posts.id, postId)).for('update');
  if (!post || !['draft', 'awaitingApproval', 'scheduled', 'retrying', 'parked'].includes(post.state)) return null;
  const life = lifeOf(post);
  const state: PostState = life.state.name === 'retrying' ? { name: 'scheduled' } : life.state;
  const now = await databaseNow(tx.db);
  const after = await saveLife(tx.db, post, { state, scheduledAt: null, worthUntil: null }, now, {
    revision: post.revision + 1,
  });
  await writeAudit(tx.db, {
    actor,
    action: 'post.waits',
    thing: 'post',
    thingId: postId,
    detail: { from: post.state, scheduledAt: post.scheduledAt?.toISOString() ?? null, revision: after.revision },
  });
  return after;
}

/** Puts what Kaiku would say beside what a post says; null takes it away. The post itself stays as it is. */
export async function setOffer(tx: Transaction, postId: string, offer: StoredOffer | null, actor: string) {
  const [after] = await tx.db.update(posts).set({ offer }).where(eq(posts.id, postId)).returning();
  await writeAudit(tx.db, {
    actor,
    action: offer ? 'post.offered' : 'post.offer-withdrawn',
    thing: 'post',
    thingId: postId,
    detail: offer ? { why: offer.why } : {},
  });
  return after as PostRow;
}

async function saveLife(
  db: Database,
  post: PostRow,
  life: PostLife,
  now: Date,
  changes: Partial<typeof posts.$inferInsert>,
  together: readonly WithSubquery[] = [],
): Promise<PostRow> {
  const [after] = await db
    .with(...together)
    .update(posts)
    .set({ ...columnsOf(life, post, now), ...changes })
    .where(eq(posts.id, post.id))
    .returning();
  if (isOld(after, now)) await reopenDaysOfPosts(db, [post.id]);
  return after as PostRow;
}

/** Whether it is out since long ago: a post that is found or taken in late may belong to a day that is rolled up. */
function isOld(post: Pick<PostRow, 'publishedAt'> | undefined, now: Date): boolean {
  return post?.publishedAt != null && now.getTime() - post.publishedAt.getTime() > (SETTLED_DAYS - 2) * 86_400_000;
}

/** The columns that mirror the state for indexes and lists. */
function columnsOf(life: PostLife, post: Pick<PostRow, 'publishedAt' | 'sampleDueAt'>, now: Date) {
  const { state } = life;
  const out = state.name === 'published' ? state : null;
  const publishedAt = out ? out.publishedAt : post.publishedAt;
  return {
    state: state.name,
    stateData: state,
    scheduledAt: life.scheduledAt,
    worthUntil: life.worthUntil,
    dueAt: dueAt(life),
    publishedAt,
    ...(out ? { remoteId: out.remoteId } : {}),
    sampleDueAt: out ? (post.sampleDueAt ?? nextSampleAt(out.publishedAt, null, now)) : null,
  };
}

/** Writes planned posts, all in one state (`draft`, `awaitingApproval` or `scheduled`). */
export async function insertPosts(
  tx: Transaction,
  announcementId: string,
  planned: readonly PlannedPost[],
  state: PostState,
): Promise<PostRow[]> {
  if (planned.length === 0) return [];
  const now = await databaseNow(tx.db);
  const rows = await tx.db
    .insert(posts)
    .values(
      planned.map((post) => ({
        announcementId,
        channelId: post.channelId,
        language: post.language,
        step: post.step,
        message: post.message,
        handwritten: post.handwritten ?? false,
        ...columnsOf(
          { state, scheduledAt: post.scheduledAt, worthUntil: post.worthUntil },
          { publishedAt: null, sampleDueAt: null },
          now,
        ),
      })),
    )
    .returning();
  const old = rows.filter((row) => isOld(row, now)).map(({ id }) => id);
  if (old.length > 0) await reopenDaysOfPosts(tx.db, old);
  return rows;
}

export async function getPost(db: Database, id: string): Promise<PostRow | null> {
  const [post] = await db.select().from(posts).where(eq(posts.id, id));
  return post ?? null;
}

/** The organisation whose post it is; undefined: there is no such post. */
export async function organisationOfPost(db: Database, id: string): Promise<string | undefined> {
  const [row] = await db
    .select({ organisationId: announcements.organisationId })
    .from(posts)
    .innerJoin(announcements, eq(announcements.id, posts.announcementId))
    .where(eq(posts.id, id));
  return row?.organisationId;
}

export interface PostFilter {
  /** Only posts of these organisations; null or left out: of all. */
  readonly organisations?: readonly string[] | null;
  readonly from?: Date;
  /** Exclusive. */
  readonly to?: Date;
  readonly channelId?: string;
  readonly states?: readonly StateName[];
  readonly announcementId?: string;
  /** The `scheduledAt` and id of the last post of the page before; those without a time come last. */
  readonly cursor?: { readonly at: Date | null; readonly id: string };
  readonly limit: number;
}

/** Posts in the order of their times. */
export function listPosts(db: Database, filter: PostFilter): Promise<PostRow[]> {
  const conditions: (SQL | undefined)[] = [
    filter.organisations ? ofOrganisations(db, filter.organisations) : undefined,
    filter.from && gte(posts.scheduledAt, filter.from),
    filter.to && lt(posts.scheduledAt, filter.to),
    filter.channelId ? eq(posts.channelId, filter.channelId) : undefined,
    filter.states && inArray(posts.state, [...filter.states]),
    filter.announcementId ? eq(posts.announcementId, filter.announcementId) : undefined,
    filter.cursor && after(filter.cursor),
  ];
  return db
    .select()
    .from(posts)
    .where(and(...conditions))
    .orderBy(asc(posts.scheduledAt), asc(posts.id))
    .limit(filter.limit);
}

function after({ at, id }: { readonly at: Date | null; readonly id: string }): SQL | undefined {
  if (!at) return and(isNull(posts.scheduledAt), gt(posts.id, id));
  const instant = at.toISOString();
  return or(
    sql`${posts.scheduledAt} > ${instant}::timestamptz`,
    sql`(${posts.scheduledAt} = ${instant}::timestamptz and ${posts.id} > ${id})`,
    isNull(posts.scheduledAt),
  );
}

function ofOrganisations(db: Database, ids: readonly string[]): SQL {
  const theirs = db
    .select({ id: announcements.id })
    .from(announcements)
    .where(inArray(announcements.organisationId, [...ids]));
  return inArray(posts.announcementId, theirs);
}
