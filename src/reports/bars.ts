import { INK, MARGIN, REGULAR, type Sheet, SOFT } from './page.ts';
import { printable } from './printable.ts';

export interface Bar {
  readonly name: string;
  /** Null: not known; it is written out and has no bar. */
  readonly value: number | null;
  readonly shown: string;
}

const ROW = 20;
const NAMES = 0.34;
const VALUES = 0.26;

/** Bars beside each other by length. The picture has its words: every name with its number. */
export function drawBars(sheet: Sheet, caption: string, bars: readonly Bar[]): void {
  const most = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  for (let from = 0; from < bars.length; from += 25) {
    const part = bars.slice(from, from + 25);
    sheet.ensure(part.length * ROW + 10);
    const alt = `${caption}. ${part.map(({ name, shown }) => `${name}: ${shown}`).join('. ')}.`;
    const draw = () => {
      for (const [index, bar] of part.entries()) drawBar(sheet, bar, index, most);
    };
    sheet.add('Figure', draw, { alt: printable(alt) });
    sheet.doc.y += part.length * ROW + 8;
  }
}

function drawBar({ doc, width }: Sheet, bar: Bar, index: number, most: number): void {
  const top = doc.y;
  const y = top + index * ROW;
  const space = width * (1 - NAMES - VALUES);
  const left = MARGIN + width * NAMES;
  doc.font(REGULAR).fontSize(9).fillColor(INK);
  doc.text(printable(bar.name), MARGIN, y + 4, {
    width: width * NAMES - 8,
    height: ROW,
    ellipsis: true,
    lineBreak: false,
  });
  const length = bar.value === null ? 0 : (bar.value / most) * space;
  if (length > 0) doc.rect(left, y + 3, length, ROW - 8).fill('#003399');
  doc.fillColor(SOFT).text(printable(bar.shown), left + length + 6, y + 4, { lineBreak: false });
  doc.y = top;
}
