import { stringify } from 'csv-stringify/sync';
import type { EngagementReport } from './engagement.ts';
import { rowsOf } from './rows.ts';

/**
 * RFC 4180, UTF-8, one row for each publication; unknown is empty. The same report gives the same bytes. Words that a
 * spreadsheet would run as a formula are quoted as text.
 */
export function reportCsv(report: EngagementReport): Buffer {
  const { head, rows } = rowsOf(report);
  return Buffer.from(stringify([head, ...rows], { record_delimiter: 'windows', escape_formulas: true }), 'utf8');
}
