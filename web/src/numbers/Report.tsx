import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { download } from '../api/download.ts';
import type { SummaryQuery } from '../api/numbers.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ProblemNote } from '../parts/ProblemNote.tsx';

const FORMS = ['pdf', 'xlsx', 'csv'] as const;

/** The report for the funder, of the same period and project. */
export function Report({ query }: { query: SummaryQuery }) {
  const { t, language } = useWords();
  const fetching = useMutation({
    mutationFn: (form: (typeof FORMS)[number]) => {
      const given = Object.entries({ ...query, lang: language }).filter(([, value]) => value !== undefined);
      return download(`/reports/engagement.${form}?${new URLSearchParams(given as [string, string][])}`);
    },
  });
  return (
    <Section title={t('dashboard.report')}>
      <Text mb="sm">{t('dashboard.reportWhat')}</Text>
      {fetching.error ? <ProblemNote error={fetching.error} /> : null}
      <Group>
        {FORMS.map((form) => (
          <Button
            key={form}
            variant={form === 'pdf' ? 'filled' : 'default'}
            loading={fetching.isPending && fetching.variables === form}
            onClick={() => fetching.mutate(form)}
          >
            {t(`dashboard.form.${form}`)}
          </Button>
        ))}
      </Group>
    </Section>
  );
}
