import { useWords } from '../i18n/use-words.ts';
import { curvePath, type Point } from './curve-path.ts';
import classes from './post.module.css';

const [WIDTH, HEIGHT, EDGE] = [480, 150, 26];

/** One measure over time. The same numbers stand in the table below it, so the picture needs only a name. */
export function Curve({ points, label }: { points: readonly Point[]; label: string }) {
  const { number, shortDate } = useWords();
  const { path, dots, most } = curvePath(points, WIDTH, HEIGHT, EDGE);
  const [first, last] = [points[0], points.at(-1)];
  return (
    <svg className={classes.curve} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line x1={EDGE} x2={WIDTH - EDGE} y1={HEIGHT - EDGE} y2={HEIGHT - EDGE} stroke="var(--k-line-strong)" />
      <path d={path} fill="none" stroke="var(--k-brand)" strokeWidth="2.5" strokeLinejoin="round" />
      {dots.map(({ x, y }) => (
        <circle key={`${x}-${y}`} cx={x} cy={y} r="3.5" fill="var(--k-brand)" />
      ))}
      <g fill="var(--k-soft)" fontSize="12">
        <text x={EDGE} y="14">
          {number(most)}
        </text>
        <text x={EDGE} y={HEIGHT - 8}>
          {first ? shortDate(first.at) : ''}
        </text>
        <text x={WIDTH - EDGE} y={HEIGHT - 8} textAnchor="end">
          {last ? shortDate(last.at) : ''}
        </text>
      </g>
    </svg>
  );
}
