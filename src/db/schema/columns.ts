import { sql } from 'drizzle-orm';
import { integer, timestamp, uuid } from 'drizzle-orm/pg-core';
import { v7 as uuidv7 } from 'uuid';

// Made by us, so that any PostgreSQL from 14 on will do; version 7 keeps neighbours in time together in the index.
export const id = () =>
  uuid()
    .primaryKey()
    .$defaultFn(() => uuidv7());
/** UTC, to the millisecond: what a JavaScript date can hold, so that nothing is lost on the way. */
export const instant = () => timestamp({ withTimezone: true, precision: 3 });
export const createdAt = () => instant().notNull().default(sql`now()`);
/** Counts what people changed. */
export const revision = () => integer().notNull().default(1);
