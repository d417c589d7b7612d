import { BOLD, INK, MARGIN, REGULAR, type Sheet, SOFT } from './page.ts';
import { printable } from './printable.ts';

const PAD = 4;
const SIZE = 8;

export interface Column {
  readonly name: string;
  /** A share of the width; the shares add up to 1. */
  readonly share: number;
  readonly align?: 'left' | 'right';
}

export interface TableCell {
  readonly text: string;
  /** Where the words lead. */
  readonly link?: string | null;
}

/** A table with a tagged head, which is written again on every page it goes on to. */
export function drawTable(
  sheet: Sheet,
  columns: readonly Column[],
  rows: readonly (readonly TableCell[])[],
  size = SIZE,
): void {
  const table = sheet.group('Table');
  const { doc } = sheet;
  const head = columns.map(({ name }) => ({ text: name }));
  const row = (cells: readonly TableCell[], tag: 'TH' | 'TD', repeated = false) => {
    const height = heightOf(sheet, columns, cells, size, tag === 'TH');
    const y = doc.y;
    const draw = () => {
      let x = MARGIN;
      for (const [index, column] of columns.entries()) {
        const cell = cells[index] ?? { text: '' };
        const left = x;
        const write = () => writeCell(sheet, cell, { left, y, column, size, head: tag === 'TH' });
        if (repeated) sheet.decorate(write);
        else if (element) {
          const part = doc.struct(tag, {}, write);
          element.add(part);
          part.end();
        }
        x += column.share * sheet.width;
      }
    };
    const element = repeated ? null : doc.struct('TR');
    if (element) table.add(element);
    draw();
    element?.end();
    sheet.decorate(() => {
      doc
        .moveTo(MARGIN, y + height)
        .lineTo(MARGIN + sheet.width, y + height)
        .lineWidth(tag === 'TH' ? 1 : 0.4)
        .stroke('#bbbbbb');
    });
    doc.y = y + height;
  };
  sheet.ensure(heightOf(sheet, columns, head, size, true) * 3);
  row(head, 'TH');
  for (const cells of rows) {
    if (sheet.ensure(heightOf(sheet, columns, cells, size, false))) row(head, 'TH', true);
    row(cells, 'TD');
  }
  table.end();
  doc.y += 14;
}

interface Place {
  readonly left: number;
  readonly y: number;
  readonly column: Column;
  readonly size: number;
  readonly head: boolean;
}

function writeCell({ doc, width }: Sheet, cell: TableCell, { left, y, column, size, head }: Place): void {
  doc.font(head ? BOLD : REGULAR).fontSize(size);
  doc.fillColor(cell.link ? '#003399' : head ? SOFT : INK);
  doc.text(printable(cell.text), left + PAD / 2, y + PAD, {
    width: column.share * width - PAD,
    align: column.align ?? 'left',
    ...(cell.link ? { link: cell.link, underline: true } : {}),
  });
}

function heightOf(
  { doc, width }: Sheet,
  columns: readonly Column[],
  cells: readonly TableCell[],
  size: number,
  bold: boolean,
): number {
  doc.font(bold ? BOLD : REGULAR).fontSize(size);
  const heights = columns.map(({ share }, index) =>
    doc.heightOfString(printable(cells[index]?.text ?? '') || ' ', { width: share * width - PAD }),
  );
  return Math.max(...heights) + 2 * PAD;
}
