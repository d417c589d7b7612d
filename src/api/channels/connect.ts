import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { type Action, can, whyNot } from '#posts/policy';
import type { Problem } from '#posts/problem';
import type { ChannelInput } from '#posts/schema/channel';
import type { Access, Health } from '#src/channels/contract';
import { writeAudit } from '#src/db/audit';
import { type ChannelRow, channelOfPage, findChannel, insertChannel, updateChannel } from '#src/db/channels';
import type { Transaction } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { releaseChannel } from '#src/db/holds';
import { findNamed, listNamed, ORGANISATIONS } from '#src/db/named-things';
import { sealTokens } from '#src/secrets/channel-tokens';
import type { Actor, ApiDeps } from '../deps.ts';
import { forbidden, thingOf } from '../guard.ts';
import { pushTimers } from '../jobs.ts';
import { type Call, param, type Reply } from '../operation.ts';
import { changedMeanwhile, conflict, invalid } from '../problem.ts';
import { existingChannel } from './existing.ts';
import { type ChannelPatch, credentialProblems } from './input.ts';
import { presentChannels } from './present.ts';

const DAY_MS = 86_400_000;

type Input = z.output<typeof ChannelInput>;

/** What only a consent tells. */
export interface Consented {
  readonly refreshExpiresAt: Date | null;
}

/** Connects a page. Its token is tried at once: one that does not open the page is never stored. */
export async function connectChannel(call: Call<unknown, Input>, consented?: Consented): Promise<Reply> {
  const { deps, body } = call;
  const { db } = deps.database;
  const organisation = await readOrganisation(deps, body.organisation);
  if (organisation.problems.length === 0) mustManage(call.actor, 'channel.connect', organisation.id);
  const problems = [...credentialProblems(body), ...organisation.problems];
  if (problems.length > 0) throw invalid(problems);
  await refuseTwice(deps, body);
  const id = uuidv7();
  const remoteId = body.remoteId ?? (body.kind === 'website-feed' ? body.slug : null);
  const health = await tryToken(deps, body.kind, {
    channelId: id,
    remoteId: remoteId ?? '',
    accessToken: body.accessToken ?? '',
    refreshToken: body.refreshToken ?? null,
  });
  const { languages } = await getCluster(db);
  return call.commit(async (tx) => {
    const row = await insertChannel(tx.db, {
      id,
      slug: body.slug,
      kind: body.kind,
      name: body.name,
      organisationId: organisation.id,
      remoteId,
      languages: body.languages ?? languages.slice(0, 1),
      ...sealTokens(deps.sealer, id, {
        accessToken: body.accessToken ?? null,
        refreshToken: body.refreshToken ?? null,
      }),
      ...learnt(deps, body.kind, health),
      refreshExpiresAt: consented?.refreshExpiresAt ?? null,
    });
    if (!row) throw conflict(`The slug "${body.slug}" or this page is taken.`, [], 'connected-twice');
    await writeAudit(tx.db, { actor: call.actor.name, action: 'channel.connected', thing: 'channel', thingId: id });
    return answer(deps, tx, 201, row);
  });
}

/** Changes what staff may change. With a new token the page publishes again, if that was what it waited for. */
export async function changeChannel(call: Call<unknown, ChannelPatch>, consented?: Consented): Promise<Reply> {
  const { deps, body } = call;
  const before = await existingChannel(deps.database.db, param(call, 'ref'));
  if (call.revision !== null && call.revision !== before.revision) throw changedMeanwhile(before.revision);
  const organisation = await readOrganisation(deps, body.organisation ?? undefined);
  if (organisation.problems.length > 0) throw invalid(organisation.problems);
  if (body.organisation !== undefined) mustManage(call.actor, 'channel.edit', organisation.id);
  const health = body.accessToken
    ? await tryToken(deps, before.kind, {
        channelId: before.id,
        remoteId: before.remoteId ?? '',
        accessToken: body.accessToken,
        refreshToken: body.refreshToken ?? null,
      })
    : null;
  return call.commit(async (tx, jobs) => {
    const locked = await existingChannel(tx.db, before.id);
    if (locked.revision !== before.revision) throw changedMeanwhile(locked.revision);
    const clear = { accessToken: body.accessToken ?? null, refreshToken: body.refreshToken ?? null };
    const row = await updateChannel(tx.db, before.id, {
      ...(body.name ? { name: body.name } : {}),
      ...(body.languages ? { languages: body.languages } : {}),
      ...(body.organisation === undefined ? {} : { organisationId: organisation.id }),
      ...newTokens(deps, before.id, clear, consented),
      ...(health ? learnt(deps, before.kind, health) : {}),
    });
    await writeAudit(tx.db, { actor: call.actor.name, action: 'channel.edited', thing: 'channel', thingId: row.id });
    if (health && (row.holdReason === 'reconnect' || row.holdReason === 'permission')) {
      await pushTimers(tx, jobs, await releaseChannel(tx, row.id, call.actor.name));
    }
    return answer(deps, tx, 200, (await findChannel(tx.db, row.id)) ?? row);
  });
}

/** What is not given stays as it was: a new key without a refresh token leaves the one from before, which may be good. */
function newTokens(
  deps: ApiDeps,
  id: string,
  clear: { accessToken: string | null; refreshToken: string | null },
  consented?: Consented,
) {
  const { accessToken, refreshToken } = sealTokens(deps.sealer, id, clear);
  return {
    ...(accessToken === null ? {} : { accessToken }),
    ...(refreshToken === null ? {} : { refreshToken, refreshExpiresAt: consented?.refreshExpiresAt ?? null }),
  };
}

/** What the page told when its new key was tried. */
function learnt(deps: ApiDeps, kind: Input['kind'], health: Health) {
  return {
    tokenExpiresAt: health.expiresAt,
    dataAccessExpiresAt: health.dataAccessExpiresAt,
    apiVersionEndsAt: deps.channels[kind].versionEndsAt,
    health: { ok: health.ok, message: health.message, checkedAt: new Date().toISOString() },
    checkDueAt: new Date(Date.now() + DAY_MS),
    renewNotBefore: null,
  };
}

/** @throws Refusal 403 when the page would belong to an organisation, or to all, whose pages the caller may not manage */
function mustManage(actor: Actor, action: Action, organisationId: string | null): void {
  const thing = thingOf(organisationId);
  if (can(actor.person, action, thing) !== 'yes') throw forbidden(whyNot(actor.person, action, thing));
}

async function tryToken(deps: ApiDeps, kind: Input['kind'], access: Access): Promise<Health> {
  const health = await deps.channels[kind].health(access);
  if (health.ok) return health;
  throw invalid([{ pointer: '/accessToken', code: 'token-refused', detail: health.message }]);
}

async function refuseTwice(deps: ApiDeps, body: Input): Promise<void> {
  const { db } = deps.database;
  const page = body.remoteId ? await channelOfPage(db, body.kind, body.remoteId) : null;
  if (page) {
    throw conflict(
      `This page is connected already, as "${page.slug}". PATCH /api/v1/channels/${page.slug} changes it.`,
      ['edit'],
      'connected-twice',
    );
  }
  const named = await findChannel(db, body.slug);
  if (named?.slug === body.slug)
    throw conflict(`There is a channel "${body.slug}" already; choose another slug.`, ['edit'], 'slug-taken');
}

async function readOrganisation(
  deps: ApiDeps,
  ref: string | undefined,
): Promise<{ id: string | null; problems: Problem[] }> {
  if (ref === undefined) return { id: null, problems: [] };
  const { db } = deps.database;
  const found = await findNamed(db, ORGANISATIONS, ref);
  if (found) return { id: found.id, problems: [] };
  const there = (await listNamed(db, ORGANISATIONS, { limit: 40 })).map(({ slug }) => slug).join(', ');
  const detail = `there is no organisation "${ref}"; there are: ${there}`;
  return { id: null, problems: [{ pointer: '/organisation', code: 'unknown-organisation', detail }] };
}

export async function answer(
  deps: Pick<ApiDeps, 'channels'>,
  tx: Pick<Transaction, 'db'>,
  status: number,
  row: ChannelRow,
): Promise<Reply> {
  const [body] = await presentChannels(deps, tx.db, [row]);
  const headers = status === 201 ? { headers: { Location: `/api/v1/channels/${row.slug}` } } : {};
  return { status, body, revision: row.revision, ...headers };
}
