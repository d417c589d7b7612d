import { EMBLEM_BLUE, EMBLEM_GOLD, emblemStarPoints } from '#src/media/emblem';

type Doc = PDFKit.PDFDocument;

/** Draws the emblem of the European Union with its upper left corner at `x`, `y`; it is 1.5 times as wide as high. */
export function drawEmblem(doc: Doc, x: number, y: number, height: number): void {
  doc.save();
  doc.rect(x, y, height * 1.5, height).fill(EMBLEM_BLUE);
  for (const points of emblemStarPoints(height)) {
    doc.polygon(...points.map(([dx, dy]): [number, number] => [x + dx, y + dy])).fill(EMBLEM_GOLD);
  }
  doc.restore();
}
