import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { actOnChannel, type ChannelAct } from '../api/channels.ts';
import { useOrganisations } from '../api/named.ts';
import type { Channel } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Mark } from '../parts/ChannelMark.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { EndNotes } from '../parts/EndNotes.tsx';
import { Badge } from '../parts/StateBadge.tsx';
import { useAct } from '../parts/use-act.ts';

/** One channel: whether it publishes, how it is, and what can be done about it. */
export function ChannelCard({ channel }: { channel: Channel }) {
  const { t, nameIn, longTime } = useWords();
  const { act, busy } = useAct();
  const [pausing, setPausing] = useState(false);
  const organisation = useOrganisations().find(({ slug }) => slug === channel.organisation);
  const id = useId();
  const { hold, health } = channel;
  const run = (what: ChannelAct) =>
    act(() => actOnChannel(channel.slug, what), t(`channels.${what}Done`, { name: channel.name }));
  return (
    <article className="card" aria-labelledby={id}>
      <Stack gap="sm" h="100%">
        <Group gap="sm" wrap="nowrap">
          <Mark kind={channel.kind} />
          <Title order={2} size="h3" id={id} style={{ overflowWrap: 'anywhere' }}>
            {channel.name}
          </Title>
        </Group>
        <Group gap="xs">
          {hold ? (
            <Badge
              tone={hold.reason === 'paused' || hold.reason === 'throttled' ? 'warn' : 'bad'}
              icon="parked"
              text={t(`hold.${hold.reason}`)}
            />
          ) : (
            <Badge tone="good" icon="published" text={t('channels.publishes')} />
          )}
          {health && !health.ok ? <Badge tone="bad" icon="warning" text={t('channels.unhealthy')} /> : null}
        </Group>
        {hold ? (
          <Text size="sm">
            {hold.until ? t('channels.heldUntil', { time: longTime(hold.until) }) : t('channels.held')}{' '}
            <span lang="en">{hold.message}</span>
          </Text>
        ) : null}
        <EndNotes channel={channel} />
        <Text size="sm" c="dimmed">
          {t(`channelKind.${channel.kind}`)}
          {' · '}
          {channel.languages.map((language) => t(`language.${language}`, { defaultValue: language })).join(', ')}
          {organisation ? ` · ${nameIn(organisation.names)}` : ''}
        </Text>
        <Text size="sm" c="dimmed">
          {health ? t('channels.checkedAt', { time: longTime(health.checkedAt) }) : t('channels.neverChecked')}{' '}
          {health && !health.ok ? <span lang="en">{health.message}</span> : null}
        </Text>
        <Group gap="sm" mt="auto">
          {hold ? (
            <Button size="xs" loading={busy} onClick={() => void run('resume')}>
              {t('channels.resume')}
            </Button>
          ) : (
            <Button size="xs" variant="default" onClick={() => setPausing(true)}>
              {t('channels.pause')}
            </Button>
          )}
          <Button size="xs" variant="default" loading={busy} onClick={() => void run('check')}>
            {t('channels.check')}
          </Button>
        </Group>
      </Stack>
      <Confirm
        opened={pausing}
        title={t('channels.pause')}
        yes={t('channels.pause')}
        busy={busy}
        onClose={() => setPausing(false)}
        onYes={() => void run('pause').then(() => setPausing(false))}
      >
        {t('channels.pauseWhat', { name: channel.name })}
      </Confirm>
    </article>
  );
}
