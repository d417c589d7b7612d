type Doc = PDFKit.PDFDocument;

const BLUE = '#003399';
const GOLD = '#ffcc00';
const STARS = 12;

/**
 * Draws the emblem of the European Union by its own geometry: a field of 3:2, twelve stars with five points on a circle
 * of a third of the height, each star in a circle of an eighteenth, one point up (european-union.europa.eu, "The
 * European flag: graphical specifications").
 */
export function drawEmblem(doc: Doc, x: number, y: number, height: number): void {
  const width = height * 1.5;
  doc.save();
  doc.rect(x, y, width, height).fill(BLUE);
  for (let hour = 0; hour < STARS; hour += 1) {
    const angle = (hour / STARS) * 2 * Math.PI;
    const centre = {
      x: x + width / 2 + Math.sin(angle) * (height / 3),
      y: y + height / 2 - Math.cos(angle) * (height / 3),
    };
    doc.polygon(...star(centre.x, centre.y, height / 18)).fill(GOLD);
  }
  doc.restore();
}

function star(x: number, y: number, radius: number): [number, number][] {
  const inner = radius * (Math.sin(Math.PI / 10) / Math.sin((3 * Math.PI) / 10));
  return Array.from({ length: 10 }, (_, point) => {
    const length = point % 2 === 0 ? radius : inner;
    const angle = (point * Math.PI) / 5;
    return [x + Math.sin(angle) * length, y - Math.cos(angle) * length];
  });
}
