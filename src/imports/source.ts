import type { Treatment } from '#posts/imports/treatment';
import type { Person } from '#posts/policy';
import type { ImportRow } from '#src/db/imports';
import type { Writer } from './announcer.ts';

export function treatmentOf(row: ImportRow): Treatment {
  return { ...row, organisation: row.organisationId };
}

/**
 * A source writes in its own name, with the rights that its rule takes and only in the organisations that it names.
 * Where the cluster asks for four eyes or closes a theme, a source is held to that like everybody.
 */
export function writerOf(row: ImportRow): Writer {
  const role = row.rule === 'schedule' ? 'approver' : 'author';
  const organisations = [row.organisationId, ...row.words.flatMap(({ organisation }) => organisation ?? [])];
  const person: Person = {
    clusterAdmin: false,
    roles: Object.fromEntries(organisations.map((id) => [id, role])),
    scopes: null,
  };
  return { name: `import:${row.id}`, person };
}
