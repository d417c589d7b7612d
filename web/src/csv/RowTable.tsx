import { Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useChannels } from '../api/channels.ts';
import type { CsvPreview } from '../api/wire.ts';
import { useWarningWords } from '../composer/warning-words.ts';
import { useWords } from '../i18n/use-words.ts';
import { Mark } from '../parts/ChannelMark.tsx';
import classes from './csv.module.css';

type Row = CsvPreview['rows'][number];

/** Each row as the announcement and the posts that it would become. */
export function RowTable({ rows, faulty }: { rows: readonly Row[]; faulty: ReadonlySet<number | null> }) {
  const { t } = useWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section className={classes.scroll} tabIndex={0} aria-label={t('csv.rowTable')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('csv.row')}</Table.Th>
            <Table.Th>{t('field.title')}</Table.Th>
            <Table.Th>{t('csv.posts')}</Table.Th>
            <Table.Th>{t('csv.note')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <PreviewRow key={row.row} row={row} isFaulty={faulty.has(row.row)} />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function PreviewRow({ row, isFaulty }: { row: Row; isFaulty: boolean }) {
  const { t, longTime } = useWords();
  const { channels } = useChannels();
  const warning = useWarningWords(channels);
  const [first] = [...row.posts].sort((a, b) => a.scheduledAt.localeCompare(b.scheduledAt));
  const kinds = [...new Set(row.posts.map(({ channel }) => channel))].map(
    (slug) => channels.find((each) => each.slug === slug)?.kind,
  );
  return (
    <Table.Tr>
      <Table.Td>{row.row}</Table.Td>
      <Table.Td>
        {row.title}
        <Text size="sm" c="dimmed">
          {t(`kind.${row.kind}`)}
        </Text>
      </Table.Td>
      <Table.Td>
        {t('plan.count', { count: row.posts.length })}{' '}
        {kinds.map((kind) => (
          <Mark key={kind} kind={kind} />
        ))}
        {first ? (
          <Text size="sm" c="dimmed">
            {longTime(first.scheduledAt)}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td>
        {row.importedAs ? <Link to={`/announcements/${row.importedAs}`}>{t('csv.importedBefore')}</Link> : null}
        {isFaulty ? t('csv.faulty') : null}
        {row.warnings.map((each) => (
          <p key={`${each.code} ${each.channel} ${each.language}`} className={classes.warning}>
            {warning(each)}
          </p>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}
