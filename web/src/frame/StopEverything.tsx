import { Button, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api/client.ts';
import { stopEverything, useCluster } from '../api/cluster.ts';
import type { Page, Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { Icon } from '../parts/Icon.tsx';
import { useAct } from '../parts/use-act.ts';

const SHOWN = 5;
const WAITING = 'scheduled,retrying,parked,publishing';

/** One button on every page: nothing more goes out until somebody resumes. Says first what it holds back. */
export function StopEverything() {
  const { t, shortTime, number } = useWords();
  const { stopped } = useCluster();
  const [asking, setAsking] = useState(false);
  const { act, busy } = useAct();
  const { data } = useQuery({
    queryKey: ['posts', 'waiting'],
    queryFn: () => get<Page<Post>>('/posts', { state: WAITING, limit: 200 }),
    enabled: asking,
  });
  if (stopped) return null;
  const waiting = data?.items ?? [];
  const count = data?.nextCursor ? `${number(waiting.length)}+` : number(waiting.length);
  return (
    <>
      <Button
        variant="outline"
        color="red.8"
        size="compact-sm"
        leftSection={<Icon name="stop" size={14} />}
        styles={{ root: { color: 'var(--k-bad)', borderColor: 'var(--k-bad)' } }}
        onClick={() => setAsking(true)}
      >
        {t('stop.button')}
      </Button>
      <Confirm
        opened={asking}
        title={t('stop.title')}
        yes={t('stop.yes')}
        danger
        busy={busy}
        onClose={() => setAsking(false)}
        onYes={() => void act(stopEverything, t('stop.done')).then(() => setAsking(false))}
      >
        <Text>{t('stop.explain')}</Text>
        <Text fw={600} mt="md">
          {t('stop.holds', { count: waiting.length, number: count })}
        </Text>
        <List size="sm" mt={4}>
          {waiting.slice(0, SHOWN).map((post) => (
            <List.Item key={post.id}>
              {post.scheduledAt ? `${shortTime(post.scheduledAt)} · ` : ''}
              {post.title}
            </List.Item>
          ))}
        </List>
      </Confirm>
    </>
  );
}
