import { z } from 'zod';
import { Refusal } from './problem.ts';

export const pageQuery = {
  limit: z.coerce
    .number('the limit is a whole number')
    .int('the limit is a whole number')
    .min(1, 'the limit is at least 1')
    .max(200, 'the limit is at most 200')
    .default(50),
  cursor: z.string().max(500).optional(),
};

/** One page of a list. `nextCursor` is null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export interface Page<Row> {
  readonly rows: Row[];
  readonly nextCursor: string | null;
}

/**
 * @param rows one more than `limit` was asked for, which tells whether there is a next page
 * @param keyOf where the next page goes on after the row
 */
export function cutPage<Row>(rows: Row[], limit: number, keyOf: (row: Row) => readonly (string | number)[]): Page<Row> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > limit && last ? writeCursor(keyOf(last)) : null };
}

function writeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The parts of a cursor that we gave out; undefined without one. */
export function readCursor<Parts extends z.ZodType>(
  cursor: string | undefined,
  parts: Parts,
): z.output<Parts> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return parts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new Refusal(422, 'invalid', 'This cursor is none of ours. Leave it out to start at the beginning.', [
      { pointer: '?cursor', code: 'invalid', detail: 'use the nextCursor of the page before, as it was given' },
    ]);
  }
}
