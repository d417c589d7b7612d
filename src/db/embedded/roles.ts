import pg from 'pg';
import { DATABASE, ROLE, SUPERUSER } from './cluster.ts';

/** The address of a database on this machine. */
export function addressOf(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
}

/**
 * Makes Kaiku's role and its database when they are missing. The role may do what it likes in its own database and
 * nothing outside: the server's administrator could read files and start programs, so Kaiku does not work as that one.
 * @param adminUrl the administrator's address of the database `postgres`
 */
export async function prepareRole(adminUrl: string, password: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  await admin.connect();
  try {
    const role = await admin.query('select 1 from pg_roles where rolname = $1', [ROLE]);
    if (role.rowCount === 0) await admin.query(`create role ${ROLE} login password ${admin.escapeLiteral(password)}`);
    const database = await admin.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (database.rowCount === 0) await admin.query(`create database ${DATABASE} owner ${ROLE}`);
  } finally {
    await admin.end();
  }
}

/** The administrator's address of the same server. */
export function adminAddress(password: string, port: number): string {
  return addressOf(SUPERUSER, password, port, 'postgres');
}
