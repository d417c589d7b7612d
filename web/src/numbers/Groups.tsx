import { BarChart } from '@mantine/charts';
import type { ToldGroup } from '#posts/schema/summary';
import { useWords } from '../i18n/use-words.ts';
import { Figure } from './Figure.tsx';
import { lineOf, type Measure } from './measures.ts';

interface Props {
  readonly title: string;
  readonly name: string;
  readonly groups: readonly ToldGroup[];
  readonly measure: Measure;
  readonly nameOf: (slug: string) => string;
}

const ROW = 34;

/** Groups beside each other, the largest first. */
export function Groups({ title, name, groups, measure, nameOf }: Props) {
  const { t } = useWords();
  const lines = groups
    .map((group) => lineOf(group, measure, group.group === null ? t('dashboard.none') : nameOf(group.group)))
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  return (
    <Figure title={title} name={name} measure={measure} rowName={title} lines={lines}>
      <BarChart
        h={lines.length * ROW + 40}
        data={lines.map((line) => ({ name: line.name, value: line.value }))}
        dataKey="name"
        orientation="vertical"
        series={[{ name: 'value', label: t(`measure.${measure}`), color: 'var(--k-brand)' }]}
        gridColor="var(--k-line)"
        textColor="var(--k-soft)"
        yAxisProps={{ width: 130 }}
        maxBarWidth={18}
        barChartProps={{ accessibilityLayer: false }}
      />
    </Figure>
  );
}
