import { createHash } from 'node:crypto';
import { asc, desc, eq, gt, sql } from 'drizzle-orm';
import type { AuditRow } from './audit.ts';
import type { Database, OpenDatabase } from './client.ts';
import { audit, auditChain } from './schema.ts';

const SEALING_LOCK = 4_711_005;
const BATCH = 1_000;
/** Entries commit later than entries with a higher number, but never later than this many numbers. */
const LATE_BY = 10_000;
const SEAL_EVERY_MS = 30_000;
/** An entry that is not sealed after this long was slipped in, or nothing seals. */
const UNSEALED_FOR = sql`interval '1 hour'`;

export interface ChainCheck {
  readonly ok: boolean;
  readonly checked: number;
  /** The last hash: written down elsewhere, it shows also that the end was cut off. Null: nothing is sealed yet. */
  readonly head: string | null;
  /** Where the chain breaks first. */
  readonly broken: { readonly no: number; readonly auditId: number; readonly why: string } | null;
  /** Entries of more than an hour ago that no link holds. */
  readonly unsealed: number;
}

/**
 * Adds a link for each entry that has none yet. Not within the transaction that writes an entry: all writers would wait
 * for each other. @returns how many were sealed; 0 also while another process is at it
 */
export async function sealAudit(database: OpenDatabase): Promise<number> {
  let sealed = 0;
  for (;;) {
    const done = await database.transaction(({ db }) => sealBatch(db));
    sealed += done;
    if (done < BATCH) return sealed;
  }
}

/** Seals every half minute. @returns what stops it */
export function keepSealing(database: OpenDatabase, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => void sealAudit(database).catch(onError), SEAL_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function sealBatch(db: Database): Promise<number> {
  const { rows } = await db.execute<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${SEALING_LOCK}) as mine`);
  if (!rows[0]?.mine) return 0;
  const [last] = await db.select().from(auditChain).orderBy(desc(auditChain.no)).limit(1);
  const highest = sql`(select coalesce(max(${auditChain.auditId}), 0) from ${auditChain})`;
  const open = await db
    .select({ entry: audit })
    .from(audit)
    .leftJoin(auditChain, eq(auditChain.auditId, audit.id))
    .where(sql`${auditChain.no} is null and ${audit.id} > ${highest} - ${LATE_BY}`)
    .orderBy(asc(audit.id))
    .limit(BATCH);
  let { no, hash } = last ?? { no: 0, hash: '' };
  const links = open.map(({ entry }) => {
    no += 1;
    hash = linkHash(hash, entry);
    return { no, auditId: entry.id, hash };
  });
  if (links.length > 0) await db.insert(auditChain).values(links);
  return links.length;
}

/** Computes the whole chain anew. Reads in batches, so that a long log fits into memory. */
export async function checkAudit(db: Database): Promise<ChainCheck> {
  let no = 0;
  let hash = '';
  let broken: ChainCheck['broken'] = null;
  for (;;) {
    const links = await db
      .select({ link: auditChain, entry: audit })
      .from(auditChain)
      .leftJoin(audit, eq(audit.id, auditChain.auditId))
      .where(gt(auditChain.no, no))
      .orderBy(asc(auditChain.no))
      .limit(BATCH);
    for (const { link, entry } of links) {
      const why = whyBroken(no, hash, link, entry);
      if (why !== null) broken ??= { no: link.no, auditId: link.auditId, why };
      no = link.no;
      hash = link.hash;
    }
    if (links.length < BATCH) break;
  }
  const unsealed = await unsealedFor(db);
  return { ok: broken === null && unsealed === 0, checked: no, head: hash || null, broken, unsealed };
}

function whyBroken(before: number, hash: string, link: typeof auditChain.$inferSelect, entry: AuditRow | null) {
  if (link.no !== before + 1) return `link ${before + 1} is missing`;
  if (entry === null) return 'its entry is missing';
  return link.hash === linkHash(hash, entry) ? null : 'its entry, or the link before it, was changed';
}

async function unsealedFor(db: Database): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from ${audit} left join ${auditChain} on ${auditChain.auditId} = ${audit.id}
    where ${auditChain.no} is null and ${audit.at} < now() - ${UNSEALED_FOR}`);
  return rows[0]?.count ?? 0;
}

/** Holds ids only, no name, address or place: those may be erased, and the chain stays whole. */
function linkHash(before: string, { id, at, actor, action, thing, thingId, detail }: AuditRow): string {
  const told = JSON.stringify([id, at.toISOString(), actor, action, thing, thingId, inOrder(detail)]);
  return createHash('sha256').update(`${before}\n${told}`, 'utf8').digest('hex');
}

/** The same value always as the same text, whatever order its keys came in. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, inOrder(inner)]);
}
