import { LineChart } from '@mantine/charts';
import type { ToldGroup } from '#posts/schema/summary';
import { useWords } from '../i18n/use-words.ts';
import { Figure } from './Figure.tsx';
import { lineOf, type Measure } from './measures.ts';

/** Over time, by the week of publishing. Weeks in which nothing is known leave a gap. */
export function Weeks({ weeks, measure }: { weeks: readonly ToldGroup[]; measure: Measure }) {
  const { t } = useWords();
  const lines = weeks.map((week) => lineOf(week, measure, weekName(week.group ?? '')));
  return (
    <Figure title={t('dashboard.time')} name="weeks" measure={measure} rowName={t('dashboard.week')} lines={lines}>
      <LineChart
        h={240}
        data={lines.map(({ name, value }) => ({ name, value }))}
        dataKey="name"
        series={[{ name: 'value', label: t(`measure.${measure}`), color: 'var(--k-brand)' }]}
        curveType="linear"
        connectNulls={false}
        tickLine="none"
        gridColor="var(--k-line)"
        textColor="var(--k-soft)"
        lineChartProps={{ accessibilityLayer: false }}
      />
    </Figure>
  );
}

/** `2026-W07` as `7/2026`. */
function weekName(week: string): string {
  const [year = '', no = ''] = week.split('-W');
  return `${Number(no)}/${year}`;
}
