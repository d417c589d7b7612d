import { NativeSelect, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useSamples } from '../api/posts.ts';
import type { SampleRow } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Curve } from './Curve.tsx';
import classes from './post.module.css';

const MEASURES = ['views', 'reach', 'reactions', 'comments', 'shares', 'clicks', 'linkClicks'] as const;
type Measure = (typeof MEASURES)[number];

/** The latest numbers, their curve, and the same as a table. What is not known is said so and never shown as zero. */
export function PostNumbers({ id, published }: { id: string; published: boolean }) {
  const { t, number, shortTime } = useWords();
  const [measure, setMeasure] = useState<Measure>('views');
  const samples: readonly SampleRow[] = useSamples(id).data?.items ?? [];
  const last = samples.at(-1);
  if (!last) {
    return (
      <Section title={t('numbers.title')}>
        <Text c="dimmed">{t(published ? 'numbers.soon' : 'numbers.notYet')}</Text>
      </Section>
    );
  }
  const shown = (value: number | null) => (value === null ? t('numbers.unknown') : number(value));
  return (
    <Section
      title={t('numbers.title')}
      aside={
        <Text size="sm" c="dimmed">
          {t('numbers.at', { time: shortTime(last.at) })}
        </Text>
      }
    >
      <dl className={classes.numbers}>
        {MEASURES.map((name) => (
          <div key={name}>
            <dt>{t(`measure.${name}`)}</dt>
            <dd>{last[name] === null ? '–' : number(last[name])}</dd>
          </div>
        ))}
      </dl>
      {samples.length > 1 ? (
        <>
          <NativeSelect
            label={t('numbers.curveOf')}
            size="xs"
            w={200}
            value={measure}
            onChange={(event) => setMeasure(event.currentTarget.value as Measure)}
            data={MEASURES.map((name) => ({ value: name, label: t(`measure.${name}`) }))}
          />
          <Curve
            points={samples.map(({ at, [measure]: value }) => ({ at, value }))}
            label={t('numbers.curve', { measure: t(`measure.${measure}`) })}
          />
        </>
      ) : null}
      <details>
        <summary>{t('numbers.table')}</summary>
        <Table.ScrollContainer
          minWidth={480}
          type="native"
          scrollAreaProps={{ tabIndex: 0, 'aria-label': t('numbers.table') }}
        >
          <Table fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('numbers.when')}</Table.Th>
                {MEASURES.map((name) => (
                  <Table.Th key={name} scope="col">
                    {t(`measure.${name}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {samples.map((sample) => (
                <Table.Tr key={sample.at}>
                  <Table.Th scope="row">{shortTime(sample.at)}</Table.Th>
                  {MEASURES.map((name) => (
                    <Table.Td key={name}>{shown(sample[name])}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </details>
    </Section>
  );
}
