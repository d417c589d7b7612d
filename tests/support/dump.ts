import type { OpenDatabase } from '#src/db/client';

/** Everything that stands in the database, as text: what a thief of the file would read. The queue's schema too. */
export async function dumpOf({ pool }: Pick<OpenDatabase, 'pool'>): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ line: string }>(`select t::text as line from ${name} t`);
    parts.push(name, ...rows.map(({ line }) => line));
  }
  return parts.join('\n');
}
