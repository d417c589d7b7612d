import { SimpleGrid, Stack } from '@mantine/core';
import { useChannels } from '../api/channels.ts';
import { useWords } from '../i18n/use-words.ts';
import { Loading } from '../parts/Loading.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { ChannelCard } from './ChannelCard.tsx';
import { ConnectForm } from './ConnectForm.tsx';

export default function ChannelsPage() {
  const { t } = useWords();
  const { channels, isPending, error, refetch } = useChannels();
  return (
    <>
      <PageHead title={t('nav.channels')} lead={t('channels.lead')} />
      <Stack gap="lg">
        {isPending ? <Loading /> : null}
        {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg">
          {channels.map((channel) => (
            <ChannelCard key={channel.id} channel={channel} />
          ))}
        </SimpleGrid>
        <ConnectForm />
      </Stack>
    </>
  );
}
