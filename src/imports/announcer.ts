import type { Person } from '#posts/policy';
import type { Note, Problem } from '#posts/problem';
import type { AnnouncementInput } from '#posts/schema/announcement';
import type { AnnouncementPatch } from '#posts/schema/announcement-view';
import type { Transaction } from '#src/db/client';

/** In whose name an announcement is written, and with which rights. */
export interface Writer {
  /** Stands in the audit log: `import:<id>`, or a person. */
  readonly name: string;
  readonly person: Person;
}

/** Written in the same commit as the announcement, so that neither is ever there without the other. */
export type Alongside = (
  tx: Transaction,
  made: { readonly id: string; readonly notes: readonly Note[] },
) => Promise<void>;

/** What became of it; a refusal is the world's, with every problem in words. */
export type Announced =
  | { readonly ok: true; readonly id: string; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly code: string; readonly detail: string; readonly problems: readonly Problem[] };

/**
 * Writes announcements as a person would, with all their checks, plans, approvals and posts. Given by whoever starts
 * the process: the code belongs to the interface for programs, and this folder knows nothing of it.
 */
export interface Announcer {
  create(input: AnnouncementInput, by: Writer, alongside: Alongside): Promise<Announced>;
  /** @param id of the announcement */
  change(id: string, patch: AnnouncementPatch, by: Writer, alongside: Alongside): Promise<Announced>;
  cancel(id: string, reason: string, by: Writer, alongside: Alongside): Promise<Announced>;
}
