import type { Told } from '#posts/schema/summary';
import { changeOf } from '#posts/story';
import { useWords } from '../i18n/use-words.ts';
import classes from './numbers.module.css';

const OF: readonly { name: string; of: (told: Told) => number | null }[] = [
  { name: 'posts', of: ({ posts }) => posts },
  { name: 'reach', of: ({ totals }) => totals.reach },
  { name: 'linkClicks', of: ({ totals }) => totals.linkClicks },
  { name: 'attendance', of: ({ attendance, events }) => (events > 0 ? attendance : 0) },
];

/** The four numbers that matter, and how they moved. */
export function FourNumbers({ total, previous }: { total: Told; previous: Told | null }) {
  const { t, number } = useWords();
  const moved = (now: number | null, before: number | null | undefined) => {
    const change = changeOf(now, before);
    if (!change) return t('dashboard.noBefore');
    const way = change.by === 0 ? 'same' : change.by > 0 ? 'more' : 'less';
    return t(`dashboard.${way}`, {
      by: number(Math.abs(change.by)),
      percent: change.percent === null ? '' : ` (${number(Math.abs(change.percent))} %)`,
    });
  };
  return (
    <dl className={classes.four}>
      {OF.map(({ name, of }) => {
        const value = of(total);
        return (
          <div key={name} className="card">
            <dt>{t(`dashboard.number.${name}`)}</dt>
            <dd className={classes.value}>{value === null ? t('numbers.unknown') : number(value)}</dd>
            <dd className={classes.moved}>{moved(value, previous ? of(previous) : null)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
