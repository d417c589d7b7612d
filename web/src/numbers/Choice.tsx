import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useFundings } from '../api/named.ts';
import { useWords } from '../i18n/use-words.ts';
import { MEASURES, type Measure } from './measures.ts';
import { type Dates, SPANS, spanOf } from './period.ts';

/** Which days, which project, and which measure the charts show. */
export function Choice({ dates, measure }: { dates: Dates; measure: Measure }) {
  const { t, nameIn } = useWords();
  const [params, setParams] = useSearchParams();
  const fundings = useFundings();
  const change = (values: Record<string, string>) =>
    setParams(
      () => {
        // Not the parameters of the last drawing: two changes may come before the next one.
        const before = new URLSearchParams(location.search);
        for (const [name, value] of Object.entries(values)) {
          if (value) before.set(name, value);
          else before.delete(name);
        }
        return before;
      },
      { replace: true },
    );
  const span = spanOf(params.get('period'));
  return (
    <search>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }} spacing="sm" mb="md">
        <NativeSelect
          label={t('dashboard.period')}
          value={span}
          onChange={({ currentTarget: { value } }) =>
            change(value === 'own' ? { period: value, ...dates } : { period: value, from: '', to: '' })
          }
          data={SPANS.map((value) => ({ value, label: t(`dashboard.span.${value}`) }))}
        />
        {span === 'own' ? (
          <>
            <TextInput
              type="date"
              label={t('dashboard.from')}
              value={params.get('from') ?? dates.from}
              onChange={(event) => change({ from: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label={t('dashboard.to')}
              value={params.get('to') ?? dates.to}
              onChange={(event) => change({ to: event.currentTarget.value })}
            />
          </>
        ) : null}
        <NativeSelect
          label={t('dashboard.funding')}
          value={params.get('funding') ?? ''}
          onChange={(event) => change({ funding: event.currentTarget.value })}
          data={[
            { value: '', label: t('dashboard.allFundings') },
            ...fundings.map(({ slug, names }) => ({ value: slug, label: `${slug} – ${nameIn(names)}` })),
          ]}
        />
        <NativeSelect
          label={t('dashboard.measure')}
          value={measure}
          onChange={(event) => change({ measure: event.currentTarget.value })}
          data={MEASURES.map((name) => ({ value: name, label: t(`measure.${name}`) }))}
        />
      </SimpleGrid>
    </search>
  );
}
