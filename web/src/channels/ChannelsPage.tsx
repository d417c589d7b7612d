import { SimpleGrid, Stack, Text } from '@mantine/core';
import { use } from 'react';
import { useSearchParams } from 'react-router';
import { useChannels } from '../api/channels.ts';
import { SessionContext } from '../app/session-context.ts';
import { useWords } from '../i18n/use-words.ts';
import { Empty } from '../parts/Empty.tsx';
import { Loading } from '../parts/Loading.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { ChannelCard } from './ChannelCard.tsx';
import { ConnectForm } from './ConnectForm.tsx';
import { ConnectRefused } from './ConnectRefused.tsx';
import { ConnectWizard } from './ConnectWizard.tsx';
import { Offer } from './Offer.tsx';

export default function ChannelsPage() {
  const { t } = useWords();
  const [query, setQuery] = useSearchParams();
  const { me } = use(SessionContext);
  const mayConnect = me?.may.includes('channel.connect') ?? false;
  const [offer, refused] = [query.get('offer'), query.get('connectError')];
  const settled = () => setQuery({}, { replace: true });
  const { channels, isPending, error, refetch } = useChannels();
  return (
    <>
      <PageHead title={t('nav.channels')} lead={t('channels.lead')} />
      <Stack gap="lg">
        {refused !== null ? (
          <ConnectRefused why={query.get('connectWhy') ?? ''} detail={refused} onClose={settled} />
        ) : null}
        {offer !== null ? <Offer offer={offer} onDone={settled} /> : null}
        {isPending ? <Loading /> : null}
        {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
        {!isPending && !error && channels.length === 0 ? (
          <section className="card">
            <Empty title={t('channels.emptyTitle')}>
              {t('channels.empty')} {mayConnect ? null : t('channels.emptyAsk')}
            </Empty>
          </section>
        ) : null}
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg">
          {channels.map((channel) => (
            <ChannelCard key={channel.id} channel={channel} />
          ))}
        </SimpleGrid>
        {mayConnect ? (
          <>
            <ConnectWizard />
            <ConnectForm />
          </>
        ) : (
          <Text c="dimmed">{t('wizard.notYou')}</Text>
        )}
      </Stack>
    </>
  );
}
