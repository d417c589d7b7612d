import { asc, gt, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { CampaignTemplateView, FundingView, OrganisationView, ThemeView } from '#posts/schema/named-things';
import type { Database } from './client.ts';
import { isId } from './ids.ts';
import { campaignTemplates, fundings, organisations, targetGroups, themes } from './schema.ts';

/** A table of things that people know by a slug. */
export interface NamedTable<View extends z.ZodType> {
  readonly table: PgTable & { id: PgColumn; slug: PgColumn; revision: PgColumn };
  readonly view: View;
}

export const ORGANISATIONS = { table: organisations, view: OrganisationView };
export const THEMES = { table: themes, view: ThemeView };
export const TARGET_GROUPS = { table: targetGroups, view: ThemeView };
export const FUNDINGS = { table: fundings, view: FundingView };
export const CAMPAIGN_TEMPLATES = { table: campaignTemplates, view: CampaignTemplateView };

/** By slug or id; null when there is none. */
export async function findNamed<View extends z.ZodType>(
  db: Database,
  { table, view }: NamedTable<View>,
  ref: string,
): Promise<z.infer<View> | null> {
  const [row] = await db
    .select()
    .from(table as PgTable)
    .where(byRefs(table, [ref]));
  return row ? view.parse(row) : null;
}

/** Those of `refs` that exist, in no order. */
export async function findNamedAll<View extends z.ZodType>(
  db: Database,
  { table, view }: NamedTable<View>,
  refs: readonly string[],
): Promise<z.infer<View>[]> {
  if (refs.length === 0) return [];
  const rows = await db
    .select()
    .from(table as PgTable)
    .where(byRefs(table, refs));
  return rows.map((row) => view.parse(row));
}

/** In the order of their slugs, after the slug `after`. */
export async function listNamed<View extends z.ZodType>(
  db: Database,
  { table, view }: NamedTable<View>,
  page: { after?: string | undefined; limit: number },
): Promise<z.infer<View>[]> {
  const rows = await db
    .select()
    .from(table as PgTable)
    .where(page.after === undefined ? undefined : gt(table.slug, page.after))
    .orderBy(asc(table.slug))
    .limit(page.limit);
  return rows.map((row) => view.parse(row));
}

/** Null when the slug is taken. */
export async function insertNamed<View extends z.ZodType>(
  db: Database,
  { table, view }: NamedTable<View>,
  values: Record<string, unknown>,
): Promise<z.infer<View> | null> {
  const [row] = await db
    .insert(table as PgTable)
    .values(values)
    .onConflictDoNothing()
    .returning();
  return row ? view.parse(row) : null;
}

/** Null when the revision is no longer the newest. `expected` null: whatever it is. */
export async function updateNamed<View extends z.ZodType>(
  db: Database,
  { table, view }: NamedTable<View>,
  id: string,
  expected: number | null,
  values: Record<string, unknown>,
): Promise<z.infer<View> | null> {
  const [row] = await db
    .update(table as PgTable)
    .set({ ...values, revision: sql`${table.revision} + 1` })
    .where(sql`${table.id} = ${id} and (${expected}::int is null or ${table.revision} = ${expected}::int)`)
    .returning();
  return row ? view.parse(row) : null;
}

function byRefs(table: NamedTable<z.ZodType>['table'], refs: readonly string[]): SQL | undefined {
  const ids = refs.filter(isId);
  return or(inArray(table.slug, [...refs]), ids.length > 0 ? inArray(table.id, ids) : undefined);
}
