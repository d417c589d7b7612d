import { Anchor, Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { Link } from 'react-router';
import { useImports } from '../api/imports.ts';
import { useOrganisations } from '../api/named.ts';
import type { Import } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Empty } from '../parts/Empty.tsx';
import { Loading } from '../parts/Loading.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { LastReading, SourceBadges } from './LastReading.tsx';

/** The partners' calendars, feeds and pages that are read, and the ways to add more. */
export default function ImportsPage() {
  const { t } = useWords();
  const { data, isPending, error, refetch } = useImports();
  const add = (
    <>
      <Button component={Link} to="/imports/new">
        {t('imports.add')}
      </Button>
      <Button component={Link} to="/imports/once" variant="default">
        {t('imports.once.title')}
      </Button>
    </>
  );
  return (
    <>
      <PageHead title={t('nav.imports')} lead={t('imports.lead')} actions={add} />
      {isPending ? <Loading /> : null}
      {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
      {data && data.items.length === 0 ? (
        <section className="card" aria-label={t('nav.imports')}>
          <Empty title={t('imports.emptyTitle')}>{t('imports.empty')}</Empty>
        </section>
      ) : null}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        {data?.items.map((source) => (
          <SourceCard key={source.id} source={source} />
        ))}
      </SimpleGrid>
    </>
  );
}

function SourceCard({ source }: { source: Import }) {
  const { t, nameIn } = useWords();
  const organisation = useOrganisations().find(({ slug }) => slug === source.organisation);
  const id = useId();
  return (
    <article className="card" aria-labelledby={id}>
      <Stack gap="sm">
        <Title order={2} size="h3" id={id} style={{ overflowWrap: 'anywhere' }}>
          <Anchor component={Link} to={`/imports/${source.id}`} inherit>
            {source.name}
          </Anchor>
        </Title>
        <Group gap="xs">
          <SourceBadges source={source} />
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {t(`imports.kind.${source.kind}`)} · {new URL(source.address).hostname}
          {organisation ? ` · ${nameIn(organisation.names)}` : ''}
        </Text>
        <LastReading source={source} />
      </Stack>
    </article>
  );
}
