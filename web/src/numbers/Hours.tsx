import type { ToldGroup } from '#posts/schema/summary';
import { useWords } from '../i18n/use-words.ts';
import { Figure } from './Figure.tsx';
import { lineOf, type Measure } from './measures.ts';
import classes from './numbers.module.css';

/** When posts went out, and what each brought: the darker, the more a post. */
export function Hours({ hours, measure }: { hours: readonly ToldGroup[]; measure: Measure }) {
  const { t, language, number } = useWords();
  const found = new Map(hours.map((hour) => [hour.group ?? '', hour]));
  const clock = [...found.keys()].map((key) => Number(key.slice(2)));
  const [first, last] = [Math.min(8, ...clock), Math.max(16, ...clock)];
  const columns = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const most = Math.max(0, ...hours.map(({ perPost }) => perPost[measure] ?? 0));
  const dayName = (day: number, weekday: 'short' | 'long') =>
    // 5 January 1970 was a Monday.
    new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(new Date(Date.UTC(1970, 0, 4 + day)));
  const lines = hours.map((hour) => {
    const [day = '1', at = '0'] = (hour.group ?? '').split('-');
    return lineOf(hour, measure, `${dayName(Number(day), 'long')} ${Number(at)}–${Number(at) + 1}`);
  });
  return (
    <Figure title={t('dashboard.hours')} name="hours" measure={measure} rowName={t('dashboard.hour')} lines={lines}>
      <div className={classes.map} style={{ gridTemplateColumns: `2.5rem repeat(${columns.length}, minmax(0, 1fr))` }}>
        <span />
        {columns.map((at) => (
          <span key={at} className={classes.hour}>
            {at}
          </span>
        ))}
        {[1, 2, 3, 4, 5, 6, 7].flatMap((day) => [
          <span key={day} className={classes.day}>
            {dayName(day, 'short')}
          </span>,
          ...columns.map((at) => {
            const value = found.get(`${day}-${String(at).padStart(2, '0')}`)?.perPost[measure] ?? null;
            const share = value === null || most === 0 ? null : value / most;
            return (
              <span
                key={`${day}-${at}`}
                className={classes.cell}
                title={value === null ? undefined : number(Math.round(value))}
                style={
                  share === null
                    ? undefined
                    : {
                        background: `color-mix(in srgb, var(--k-brand) ${Math.round(15 + share * 85)}%, var(--k-card))`,
                      }
                }
              />
            );
          }),
        ])}
      </div>
      <p className={classes.note}>{t('dashboard.hoursNote')}</p>
    </Figure>
  );
}
