import { Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import type { CsvPreview } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Note } from '../parts/Note.tsx';
import { FaultTable } from './FaultTable.tsx';
import { RowTable } from './RowTable.tsx';

interface Props {
  readonly fileName: string;
  readonly preview: CsvPreview;
  readonly actions: ReactNode;
}

/** What came of looking at a file. Takes the focus, since it is what was asked for. */
export function PreviewSection({ fileName, preview, actions }: Props) {
  const { t } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { rows, faults, encoding } = preview;
  const fresh = rows.filter(({ importedAs }) => !importedAs);
  const warned = fresh.filter(({ warnings }) => warnings.length > 0).length;
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="card" aria-labelledby="csv-preview">
      <Title order={2} id="csv-preview" ref={heading} tabIndex={-1}>
        {faults.length > 0 ? t('csv.faults', { count: faults.length }) : t('csv.fine', { count: fresh.length })}
      </Title>
      <Text c="dimmed" mb="sm">
        {t(faults.length > 0 ? 'csv.faultsWhat' : 'csv.fineWhat', { name: fileName })}
      </Text>
      {encoding === 'windows-1252' ? (
        <Note tone="calm" mb="sm">
          {t('csv.windows')}
        </Note>
      ) : null}
      {rows.length > fresh.length ? (
        <Note tone="calm" mb="sm">
          {t('csv.before', { count: rows.length - fresh.length })}
        </Note>
      ) : null}
      {warned > 0 ? (
        <Note tone="warn" mb="sm">
          {t('csv.warned', { count: warned })}
        </Note>
      ) : null}
      {faults.length > 0 ? <FaultTable faults={faults} /> : null}
      {rows.length > 0 ? <RowTable rows={rows} faulty={new Set(faults.map(({ row }) => row))} /> : null}
      {actions}
    </section>
  );
}
