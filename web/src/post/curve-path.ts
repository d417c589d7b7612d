export interface Point {
  readonly at: string;
  readonly value: number | null;
}

/** Places the known values by their time; an unknown one leaves a gap instead of a zero. */
export function curvePath(points: readonly Point[], width: number, height: number, edge: number) {
  const times = points.map(({ at }) => new Date(at).getTime());
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const most = Math.max(1, ...points.map(({ value }) => value ?? 0));
  const place = (index: number, value: number) => ({
    x: Math.round(edge + ((width - 2 * edge) * ((times[index] ?? start) - start)) / Math.max(1, end - start)),
    y: Math.round(height - edge - ((height - 2 * edge) * value) / most),
  });
  const dots: { x: number; y: number }[] = [];
  let path = '';
  let open = false;
  points.forEach(({ value }, index) => {
    if (value === null) {
      open = false;
      return;
    }
    const dot = place(index, value);
    dots.push(dot);
    path += `${open ? 'L' : 'M'}${dot.x} ${dot.y}`;
    open = true;
  });
  return { path, dots, most };
}
