import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import type { EngagementReport } from './engagement.ts';
import { rowsOf } from './rows.ts';
import { WORDS } from './words.ts';

const WIDEST = 60;

/** The rows of the CSV as a workbook: numbers are numbers, unknown is an empty cell. */
export async function reportXlsx(report: EngagementReport): Promise<Buffer> {
  const { head, rows } = rowsOf(report);
  const data: SheetData = [head.map((value) => ({ value, fontWeight: 'bold' })), ...rows.map((row) => row.map(cellOf))];
  const columns = head.map((name, index) => ({
    width: Math.min(
      WIDEST,
      Math.max(name.length, ...rows.slice(0, 200).map((row) => String(row[index] ?? '').length)) + 2,
    ),
  }));
  return writeExcelFile(data, { columns, stickyRowsCount: 1, sheet: WORDS[report.language].list }).toBuffer();
}

function cellOf(value: string | number | null) {
  if (value === null) return null;
  return typeof value === 'number' ? { type: Number, value } : { type: String, value };
}
