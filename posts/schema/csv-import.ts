import { z } from 'zod';
import { WarnedView } from './announcement-view.ts';
import { Instant, Language, Slug } from './basics.ts';

/** Something wrong with a file of announcements: the row and the column as a spreadsheet shows them, and what stands there. */
export const CsvFault = z.object({
  /** The headers are row 1; null: the whole file. */
  row: z.int().nullable(),
  /** As the file calls it, or as it would be called where it is missing; null: the whole row. */
  column: z.string().nullable(),
  value: z.string().nullable(),
  code: z.string(),
  detail: z.string(),
});
export type CsvFault = z.infer<typeof CsvFault>;

const PreviewRow = z.object({
  row: z.int(),
  kind: z.enum(['announcement', 'event']),
  organisation: Slug.nullable(),
  title: z.string(),
  posts: z.array(z.object({ channel: Slug, language: Language, scheduledAt: Instant })),
  notes: z.array(z.object({ code: z.string(), detail: z.string() })),
  warnings: z.array(WarnedView),
  /** The announcement that this very row became before: it is not made again. Null: it is new. */
  importedAs: z.uuid().nullable(),
});

/** What would be made of a file. Nothing is stored. */
export const CsvPreview = z.object({
  /** Sent back to confirm that this file, as it was shown, is meant. */
  fingerprint: z.string(),
  encoding: z.enum(['utf-8', 'utf-16le', 'windows-1252']).nullable(),
  delimiter: z.enum([';', ',', '\t']).nullable(),
  rows: z.array(PreviewRow),
  faults: z.array(CsvFault),
});
export type CsvPreview = z.infer<typeof CsvPreview>;

/** How far an import has come. It goes on by itself while `finishedAt` is null. */
export const CsvImportView = z.object({
  id: z.uuid(),
  fileName: z.string(),
  total: z.int(),
  /** Rows that were looked at; `created` of them became announcements, the others were there before. */
  done: z.int(),
  created: z.int(),
  createdBy: z.string(),
  createdAt: Instant,
  updatedAt: Instant,
  finishedAt: Instant.nullable(),
});
export type CsvImportView = z.infer<typeof CsvImportView>;
