/** The emblem's colours: Reflex Blue and Yellow as they are for the screen. */
export const EMBLEM_BLUE = '#003399';
export const EMBLEM_GOLD = '#ffcc00';
const STARS = 12;

/** A point as `[x, y]`, both growing right and down. */
export type Point = readonly [number, number];

/**
 * The stars of the emblem of the European Union on a field of `height` × 1.5 `height`, by its own geometry: twelve stars
 * with five points on a circle of a third of the height, each star in a circle of an eighteenth, one point up
 * (european-union.europa.eu, "The European flag: graphical specifications").
 */
export function emblemStarPoints(height: number): Point[][] {
  return Array.from({ length: STARS }, (_, hour) => {
    const angle = (hour / STARS) * 2 * Math.PI;
    const x = height * 0.75 + Math.sin(angle) * (height / 3);
    const y = height / 2 - Math.cos(angle) * (height / 3);
    return star(x, y, height / 18);
  });
}

/** The same as an SVG's `points`. */
export function emblemStars(height: number): string[] {
  return emblemStarPoints(height).map((points) =>
    points.map(([x, y]) => `${Math.round(x * 100) / 100},${Math.round(y * 100) / 100}`).join(' '),
  );
}

function star(x: number, y: number, radius: number): Point[] {
  const inner = radius * (Math.sin(Math.PI / 10) / Math.sin((3 * Math.PI) / 10));
  return Array.from({ length: 10 }, (_, point): Point => {
    const length = point % 2 === 0 ? radius : inner;
    const angle = (point * Math.PI) / 5;
    return [x + Math.sin(angle) * length, y - Math.cos(angle) * length];
  });
}
