import type { ClientBase } from 'pg';

/** A table with the columns that can be written, in an order that `COPY` takes. */
export interface TableShape {
  readonly schema: string;
  readonly name: string;
  readonly columns: string[];
}

/**
 * Kaiku's own tables, those that others point at first, so that they can be filled in this order.
 * BullMQ's schema is left out: the queue is a timer.
 * @throws when tables point at each other in a circle, which no order can fill
 */
export async function tablesInOrder(client: ClientBase): Promise<TableShape[]> {
  const tables = await client.query<{ name: string; columns: string[] }>(
    `select t.table_name as name, array_agg(c.column_name::text order by c.ordinal_position) as columns
     from information_schema.tables t
     join information_schema.columns c on c.table_schema = t.table_schema and c.table_name = t.table_name
     where t.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
     group by t.table_name order by t.table_name`,
  );
  const references = await client.query<{ from: string; to: string }>(
    `select distinct f.relname as "from", t.relname as "to" from pg_constraint c
     join pg_class f on f.oid = c.conrelid join pg_class t on t.oid = c.confrelid
     where c.contype = 'f' and c.connamespace = 'public'::regnamespace and c.conrelid <> c.confrelid`,
  );
  const waiting = new Map(tables.rows.map((table) => [table.name, table]));
  const ordered: TableShape[] = [];
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(
      ({ name }) => !references.rows.some(({ from, to }) => from === name && waiting.has(to)),
    );
    if (free.length === 0) throw new Error(`these tables point at each other: ${[...waiting.keys()].join(', ')}`);
    for (const { name, columns } of free) {
      waiting.delete(name);
      ordered.push({ schema: 'public', name, columns });
    }
  }
  return ordered;
}

/** How far the schema is: the number of migrations that were applied. */
export async function migrationsApplied(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ applied: number }>(
    'select count(*)::int as applied from drizzle.__drizzle_migrations',
  );
  return rows[0]?.applied ?? 0;
}

/** The counters behind serial and identity columns, by name. */
export async function sequences(client: ClientBase): Promise<{ name: string; value: string }[]> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `select sequencename as name, last_value::text as value from pg_sequences
     where schemaname = 'public' and last_value is not null`,
  );
  return rows;
}

export function quoted({ schema, name }: Pick<TableShape, 'schema' | 'name'>): string {
  return `${identifier(schema)}.${identifier(name)}`;
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
