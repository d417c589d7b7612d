import { Button, Group, List, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type OfferedPage, type Platform, takeOffered, useOffer } from '../api/channels.ts';
import { useOrganisations } from '../api/named.ts';
import { everythingChanged } from '../api/query.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Mark } from '../parts/ChannelMark.tsx';
import { Loading } from '../parts/Loading.tsx';
import { Note } from '../parts/Note.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { Badge } from '../parts/StateBadge.tsx';
import { useToasts } from '../parts/toasts.tsx';
import { slugOf } from './slug-of.ts';

/** The pages that a consent offers, one by one: what each may do, and connecting it. */
export function Offer({ offer, onDone }: { offer: string; onDone: () => void }) {
  const { t } = useWords();
  const { data, error, isPending } = useOffer(offer);
  return (
    <Section
      title={t('offer.title')}
      aside={
        <Button variant="subtle" size="compact-sm" onClick={onDone}>
          {t('offer.done')}
        </Button>
      }
    >
      {isPending ? <Loading /> : null}
      {error ? (
        <>
          <ProblemNote error={error} />
          <Text>{t('offer.over')}</Text>
        </>
      ) : null}
      {data ? (
        <Stack>
          <Text c="dimmed">{t('offer.lead')}</Text>
          {data.notes.length > 0 ? (
            <Note tone="warn" title={t('offer.notes')}>
              <List size="sm">
                {data.notes.map((note) => (
                  <List.Item key={note} lang="en">
                    {note}
                  </List.Item>
                ))}
              </List>
            </Note>
          ) : null}
          {data.pages.map((page) => (
            <OneOffered key={page.remoteId} offer={offer} kind={data.kind} page={page} />
          ))}
        </Stack>
      ) : null}
    </Section>
  );
}

function OneOffered({ offer, kind, page }: { offer: string; kind: Platform; page: OfferedPage }) {
  const { t, nameIn } = useWords();
  const toasts = useToasts();
  const organisations = useOrganisations();
  const [name, setName] = useState(page.name);
  const [organisation, setOrganisation] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const connect = async () => {
    setBusy(true);
    setError(null);
    const fresh = { name, slug: slugOf(`${kind} ${name}`), ...(organisation ? { organisation } : {}) };
    try {
      await takeOffered(offer, { remoteId: page.remoteId, ...(page.connected ? {} : fresh) });
      toasts.done(t('channels.connected', { name }));
      await everythingChanged();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <article className="card" aria-label={page.name}>
      <Stack gap="sm">
        <Group gap="sm">
          <Mark kind={kind} />
          <b>{page.name}</b>
          {page.connected ? <Badge tone="good" icon="published" text={t('offer.connected')} /> : null}
          {page.problem ? <Badge tone="bad" icon="warning" text={t('offer.cannot')} /> : null}
        </Group>
        {error ? <ProblemNote error={error} /> : null}
        {page.problem ? (
          <Text size="sm">{t(`offer.why.${kind}`)}</Text>
        ) : (
          <Group align="flex-end">
            {page.connected ? null : (
              <>
                <TextInput
                  label={t('channels.form.name')}
                  value={name}
                  onChange={(event) => setName(event.currentTarget.value)}
                />
                <NativeSelect
                  label={t('field.organisation')}
                  value={organisation}
                  onChange={(event) => setOrganisation(event.currentTarget.value)}
                  data={[
                    { value: '', label: t('channels.form.noOrganisation') },
                    ...organisations.map(({ slug, names }) => ({ value: slug, label: nameIn(names) })),
                  ]}
                />
              </>
            )}
            <Button
              variant={page.connected ? 'default' : 'filled'}
              loading={busy}
              onClick={() => void connect()}
              aria-label={t(page.connected ? 'offer.again' : 'offer.connect', { name: page.name })}
            >
              {t(page.connected ? 'offer.againShort' : 'channels.connect')}
            </Button>
          </Group>
        )}
      </Stack>
    </article>
  );
}
