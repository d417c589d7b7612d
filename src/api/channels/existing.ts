import { type ChannelRow, findChannel } from '#src/db/channels';
import type { Database } from '#src/db/client';
import { notFound } from '../problem.ts';

export async function existingChannel(db: Database, ref: string): Promise<ChannelRow> {
  const row = await findChannel(db, ref);
  if (!row) throw notFound('channel', ref);
  return row;
}
