import { deadlinesOf, warningOf } from '#posts/deadlines';
import type { ChannelView } from '#posts/schema/channel';
import type { ChannelRow } from '#src/db/channels';
import type { Database } from '#src/db/client';
import { findNamedAll, ORGANISATIONS } from '#src/db/named-things';
import { isRenewable } from '#src/publishing/keys';
import type { ApiDeps } from '../deps.ts';

export async function presentChannels(
  deps: Pick<ApiDeps, 'channels'>,
  db: Database,
  rows: readonly ChannelRow[],
): Promise<ChannelView[]> {
  const ids = rows.flatMap(({ organisationId }) => organisationId ?? []);
  const organisations = new Map((await findNamedAll(db, ORGANISATIONS, ids)).map(({ id, slug }) => [id, slug]));
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    kind: row.kind,
    name: row.name,
    organisation: row.organisationId === null ? null : (organisations.get(row.organisationId) ?? null),
    remoteId: row.remoteId,
    languages: row.languages,
    hold: row.holdReason && { reason: row.holdReason, until: row.holdUntil, message: row.holdMessage ?? '' },
    health: row.health && { ...row.health, checkedAt: new Date(row.health.checkedAt) },
    deadlines: deadlines(deps, row),
    revision: row.revision,
  }));
}

function deadlines({ channels }: Pick<ApiDeps, 'channels'>, row: ChannelRow): ChannelView['deadlines'] {
  if (row.kind === 'website-feed') return [];
  const now = new Date();
  return deadlinesOf({ ...row, renewable: isRenewable(channels, row) }).map((deadline) => ({
    what: deadline.kind,
    at: deadline.at,
    soon: warningOf(deadline, now) !== null,
  }));
}
