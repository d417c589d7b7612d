import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { Link } from 'react-router';
import { useCluster } from '../api/cluster.ts';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { StatusLink } from '../status/StatusLink.tsx';
import { EndsSoon } from './EndsSoon.tsx';
import { LastPublished } from './LastPublished.tsx';
import { NeedsYou } from './NeedsYou.tsx';
import { NextPosts } from './NextPosts.tsx';

/** What needs a person, then what comes, then what came back. */
export function HomePage() {
  const { t, longTime } = useWords();
  const { name } = useCluster();
  return (
    <>
      <PageHead
        title={name || t('nav.home')}
        lead={
          <Group gap="xs">
            <span>{longTime(new Date())}</span>
            <StatusLink />
          </Group>
        }
        actions={
          <Button component={Link} to="/write" leftSection={<Icon name="write" />}>
            {t('home.write')}
          </Button>
        }
      />
      <Stack gap="lg">
        <EndsSoon />
        <NeedsYou />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <NextPosts />
          <LastPublished />
        </SimpleGrid>
      </Stack>
    </>
  );
}
