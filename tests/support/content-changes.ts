import type { OpenDatabase } from '#src/db/client';

/** What is about asking at all: sessions, limits, what was asked before, and where a request came from. */
const ASKING = ['sessions', 'rate_limits', 'rate_limit', 'verifications', 'idempotency_keys', 'audit_origins'];
/** Columns that tell when something was last used. */
const USE = "array['last_used_at', 'last_request', 'updated_at']";

/**
 * Counts every row of Kaiku's own tables that is written, changed or deleted from now on, in the transaction that does
 * it: what is rolled back was never counted. A refusal's own line in the audit log counts as nothing.
 * @returns how many there were so far
 */
export async function countChanges({ pool }: Pick<OpenDatabase, 'pool'>): Promise<() => Promise<number>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema = 'public' and table_name <> all ($1)`,
    [ASKING],
  );
  await pool.query(`
    create schema counted;
    create table counted.changes (id bigint generated always as identity primary key, at text);
    create function counted.note() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and to_jsonb(old) - ${USE} = to_jsonb(new) - ${USE} then return null; end if;
      if tg_table_name = 'audit' and tg_op = 'INSERT' then
        if to_jsonb(new) ->> 'thing' = 'request' then return null; end if;
      end if;
      insert into counted.changes (at) values (tg_table_name || ' ' || tg_op);
      return null;
    end $$`);
  for (const { name } of tables) {
    await pool.query(`create trigger counted after insert or update or delete on public.${name}
      for each row execute function counted.note()`);
  }
  return async () => {
    const { rows } = await pool.query<{ n: string }>('select count(*) as n from counted.changes');
    return Number(rows[0]?.n);
  };
}
