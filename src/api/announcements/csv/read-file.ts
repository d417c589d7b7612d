import { CsvError, parse } from 'csv-parse/sync';

/** The largest file that is taken, and the most rows below its headers. */
export const FILE_LIMIT = 2 * 1024 * 1024;
export const MOST_ROWS = 500;

export type Encoding = 'utf-8' | 'utf-16le' | 'windows-1252';
export type Delimiter = ';' | ',' | '\t';

/** A file taken apart. `row` is what a spreadsheet calls it: the headers are row 1. Empty rows are left out. */
export interface ReadFile {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly headers: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

/** What makes the whole file unreadable; `row` where it is known. */
export interface FileFault {
  readonly row: number | null;
  readonly code: 'file-empty' | 'file-broken' | 'too-many-rows';
  readonly detail: string;
}

/** Takes a file apart as spreadsheets save it, whatever stands between its cells and however its letters are coded. */
export function readCsvFile(bytes: Uint8Array): { file: ReadFile } | { fault: FileFault } {
  const { text, encoding } = decoded(bytes);
  const delimiter = delimiterOf(text);
  let records: string[][];
  try {
    records = parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = typeof error.lines === 'number' ? error.lines : null;
    const detail = 'a quotation mark opens a cell that nothing closes; the rest of the file cannot be told apart';
    return { fault: { row, code: 'file-broken', detail } };
  }
  const [headers = [], ...rest] = records;
  const rows = rest
    .map((cells, index) => ({ row: index + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (rows.length === 0) {
    const detail = 'the file has no rows below its headers; write one announcement on each row';
    return { fault: { row: null, code: 'file-empty', detail } };
  }
  if (rows.length > MOST_ROWS) {
    const detail = `the file has ${rows.length} rows; at most ${MOST_ROWS} are taken at once, so divide it`;
    return { fault: { row: null, code: 'too-many-rows', detail } };
  }
  return { file: { encoding, delimiter, headers, rows } };
}

/** UTF-8 where the bytes are that; UTF-16 by its mark; else what Excel saves as "CSV" on a Finnish Windows. */
function decoded(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
}

/** The one that stands most often between the headers. */
function delimiterOf(text: string): Delimiter {
  const headers = (text.split(/\r?\n/, 1)[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const count = (sign: string) => headers.split(sign).length;
  return ([';', '\t', ','] as const).reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
