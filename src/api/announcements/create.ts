import { v7 as uuidv7 } from 'uuid';
import { can, whyNot } from '#posts/policy';
import { problemsOf } from '#posts/problem';
import { AnnouncementInput } from '#posts/schema/announcement';
import type { Job } from '#queue-config/jobs';
import { type AnnouncementRow, insertAnnouncement } from '#src/db/announcements';
import { writeAudit } from '#src/db/audit';
import type { Transaction } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { databaseNow, insertPosts, type PostRow } from '#src/db/posts';
import { approvesOwn, usableBy } from '../approval.ts';
import type { Actor, ApiDeps } from '../deps.ts';
import { deadLinks, throughGate } from '../gate.ts';
import { forbidden } from '../guard.ts';
import { pushTimers } from '../jobs.ts';
import type { Call, Reply } from '../operation.ts';
import { presentPosts } from '../posts/present.ts';
import { invalid } from '../problem.ts';
import { type Cutter, cutting, measuring } from './cut.ts';
import { presentAnnouncements } from './present.ts';
import { type Resolved, resolve, unique } from './resolve.ts';
import { slugOf } from './slug.ts';
import { soundPart } from './sound.ts';

export interface CheckedInput {
  readonly input: AnnouncementInput | null;
  readonly resolved: Resolved;
  /** Everything that is wrong, from the schema to the rules of channels and funding. */
  readonly problems: Resolved['problems'];
}

/** Checks a body as it was sent: its shape, what it names, its times, and what every channel says to its post. */
export async function checkInput(
  { deps, actor, body: raw }: Call<unknown, unknown>,
  cut: Cutter = measuring,
): Promise<CheckedInput> {
  const { db } = deps.database;
  const parsed = AnnouncementInput.safeParse(raw);
  const sound = parsed.data ?? soundPart(raw);
  const resolved = await resolve(db, sound, await databaseNow(db), await getCluster(db), usableBy(actor), cut);
  mustWriteFor(actor, resolved.columns.organisationId);
  return {
    input: parsed.data ?? null,
    resolved,
    problems: [
      ...(parsed.error ? problemsOf(parsed.error) : []),
      ...resolved.problems,
      ...(sound.submit ? resolved.fundingProblems : []),
    ],
  };
}

/** @throws Refusal 403 when the announcement would belong to an organisation for which the caller may not write */
export function mustWriteFor(actor: Actor, organisationId: string | null): void {
  if (organisationId === null) return;
  const thing = { organisationId };
  if (can(actor.person, 'announcement.write', thing) === 'yes') return;
  throw forbidden(whyNot(actor.person, 'announcement.write', thing));
}

/** The state of a new announcement and its posts, by whether it was submitted and who did. */
export function firstStates(submit: boolean, mayApprove: boolean) {
  if (!submit) return { announcement: 'draft', post: { name: 'draft' } } as const;
  if (mayApprove) return { announcement: 'open', post: { name: 'scheduled' } } as const;
  return { announcement: 'awaitingApproval', post: { name: 'awaitingApproval' } } as const;
}

export async function createAnnouncement(call: Call<unknown, unknown>): Promise<Reply> {
  const { database, media } = call.deps;
  const { input, resolved, problems } = await checkInput(call, cutting(database.db, media));
  if (!input || problems.length > 0) throw invalid(problems);
  const { columns } = resolved;
  const gate = input.submit ? await throughGate(database.db, columns, await deadLinks(call.deps.fetch, columns)) : [];
  return call.commit(async (tx, jobs) => {
    const { row, posts } = await storeNew(tx, jobs, call.actor, { input, resolved });
    const notes = [...resolved.notes, ...gate, ...(input.submit ? [] : resolved.fundingProblems.map(noteOf))];
    return answer(call.deps, tx.db, 201, row, posts, notes);
  });
}

/** Writes an announcement that was checked, with its posts and their timers. */
export async function storeNew(
  tx: Transaction,
  jobs: Job[],
  actor: Actor,
  { input, resolved: { columns, plan } }: { readonly input: AnnouncementInput; readonly resolved: Resolved },
): Promise<{ row: AnnouncementRow; posts: PostRow[] }> {
  const organisationId = columns.organisationId as string;
  const content = { organisationId, themes: columns.themes, writers: [] };
  const states = firstStates(input.submit ?? false, await approvesOwn(tx.db, actor, content));
  const row = await insertAnnouncement(tx.db, {
    ...columns,
    id: uuidv7(),
    slug: slugFor(input),
    kind: input.kind,
    organisationId,
    state: states.announcement,
    eventStatus: columns.event ? (columns.event.postponed ? 'postponed' : 'scheduled') : null,
    createdBy: actor.name,
    writers: states.announcement === 'open' ? [] : [actor.name],
  });
  const posts = await insertPosts(tx, row.id, plan.posts, states.post);
  await pushTimers(tx, jobs, posts);
  await writeAudit(tx.db, {
    actor: actor.name,
    action: 'announcement.created',
    thing: 'announcement',
    thingId: row.id,
    detail: { state: row.state, posts: posts.length },
  });
  return { row, posts };
}

/** An announcement with its posts, as every write of announcements answers it. */
export async function answer(
  deps: ApiDeps,
  db: ApiDeps['database']['db'],
  status: number,
  row: AnnouncementRow,
  posts: readonly PostRow[],
  notes: readonly { code: string; detail: string }[],
): Promise<Reply> {
  const [announcement] = await presentAnnouncements(db, [row], deps.settings.publicUrl);
  return {
    status,
    body: { announcement, posts: await presentPosts(db, posts), notes: unique(notes) },
    revision: row.revision,
    ...(status === 201 ? { headers: { Location: `/api/v1/announcements/${row.id}` } } : {}),
  };
}

export function noteOf({ code, detail }: { code: string; detail: string }) {
  return { code, detail };
}

function slugFor(input: AnnouncementInput): string {
  const [first] = Object.values(input.texts);
  return slugOf(first?.title ?? '');
}
