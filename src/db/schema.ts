/** Every table, by what it is about. Columns are named as here in snake case (drizzle's `casing`). */

export * from './schema/access.ts';
export * from './schema/cluster.ts';
export * from './schema/csv.ts';
export * from './schema/imports.ts';
export * from './schema/notices.ts';
export * from './schema/numbers.ts';
export * from './schema/people.ts';
export * from './schema/publishing.ts';
export * from './schema/talk.ts';
export * from './schema/webhooks.ts';
