import { Button, Group, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { save } from '../api/download.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { csvOf } from './csv.ts';
import type { Line, Measure } from './measures.ts';
import classes from './numbers.module.css';

interface Props {
  readonly title: string;
  /** Of the CSV file. */
  readonly name: string;
  readonly measure: Measure;
  /** What the rows are, such as "Week". */
  readonly rowName: string;
  readonly lines: readonly Line[];
  readonly children: ReactNode;
}

/** A chart with its table and its file: whoever does not see the picture has every number of it. */
export function Figure({ title, name, measure, rowName, lines, children }: Props) {
  const { t, language, number } = useWords();
  const exact = (value: number) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: 3, maximumSignificantDigits: 3 }).format(value);
  const head = [
    rowName,
    t('dashboard.number.posts'),
    t(`measure.${measure}`),
    t('dashboard.perPost'),
    t('dashboard.perFollower'),
    t('dashboard.unknown'),
    t('dashboard.number.attendance'),
  ];
  const cells = (line: Line) =>
    [line.posts, line.value, line.perPost, line.perFollower, line.unknown, line.attendance] as const;
  const shown = (value: number | null) =>
    value === null ? t('numbers.unknown') : Number.isInteger(value) ? number(value) : exact(value);
  const download = () =>
    save(
      new Blob(
        [
          csvOf(
            head,
            lines.map((line) => [line.name, ...cells(line)]),
          ),
        ],
        { type: 'text/csv;charset=utf-8' },
      ),
      `kaiku-${name}-${measure}.csv`,
    );
  return (
    <Section title={title}>
      <div role="img" aria-label={t('dashboard.picture', { title, measure: t(`measure.${measure}`) })}>
        {children}
      </div>
      <details className={classes.table}>
        <summary>{t('dashboard.table')}</summary>
        <Table.ScrollContainer minWidth={520} type="native" role="group" tabIndex={0} aria-label={title}>
          <Table fz="sm">
            <Table.Thead>
              <Table.Tr>
                {head.map((words) => (
                  <Table.Th key={words} scope="col">
                    {words}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {lines.map((line) => (
                <Table.Tr key={line.name}>
                  <Table.Th scope="row">{line.name}</Table.Th>
                  {cells(line).map((value, index) => (
                    <Table.Td key={head[index + 1]}>{shown(value)}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </details>
      <Group>
        <Button variant="default" size="xs" onClick={download} aria-label={t('dashboard.csvOf', { title })}>
          {t('dashboard.csv')}
        </Button>
      </Group>
    </Section>
  );
}
