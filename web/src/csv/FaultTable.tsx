import { Table } from '@mantine/core';
import type { CsvPreview } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { useProblemWords } from '../parts/problem-words.ts';
import classes from './csv.module.css';

/** Everything to put right in the file, by the row and the column where it stands. */
export function FaultTable({ faults }: { faults: CsvPreview['faults'] }) {
  const { t } = useWords();
  const words = useProblemWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section className={classes.scroll} tabIndex={0} aria-label={t('csv.faultTable')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('csv.row')}</Table.Th>
            <Table.Th>{t('csv.column')}</Table.Th>
            <Table.Th>{t('csv.value')}</Table.Th>
            <Table.Th>{t('csv.what')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {faults.map(({ row, column, value, code, detail }) => (
            <Table.Tr key={`${row} ${column} ${code} ${detail}`}>
              <Table.Td>{row ?? t('csv.wholeFile')}</Table.Td>
              <Table.Td>{column ?? (row === null ? '' : t('csv.wholeRow'))}</Table.Td>
              <Table.Td className={classes.value ?? ''}>{value}</Table.Td>
              <Table.Td>{words.one({ pointer: '', code, detail })}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
