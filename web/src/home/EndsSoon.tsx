import { Stack } from '@mantine/core';
import { use } from 'react';
import { Link } from 'react-router';
import { useChannels } from '../api/channels.ts';
import { SessionContext } from '../app/session-context.ts';
import { useWords } from '../i18n/use-words.ts';
import { EndNotes } from '../parts/EndNotes.tsx';
import { Section } from './Section.tsx';

/** What stops soon unless somebody acts; for those who can. */
export function EndsSoon() {
  const { t } = useWords();
  const { me } = use(SessionContext);
  const { channels } = useChannels();
  const ending = channels.filter(({ deadlines }) => deadlines.some(({ soon }) => soon));
  if (ending.length === 0 || !me?.may.includes('channel.edit')) return null;
  return (
    <Section title={t('ends.title')} aside={<Link to="/channels">{t('nav.channels')}</Link>}>
      <Stack gap="xs">
        {ending.map((channel) => (
          <EndNotes key={channel.id} channel={channel} />
        ))}
      </Stack>
    </Section>
  );
}
