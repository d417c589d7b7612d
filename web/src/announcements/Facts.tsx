import { Anchor, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCampaignTemplates, useFundings, useOrganisations, useTargetGroups, useThemes } from '../api/named.ts';
import type { Announcement, Named } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import classes from './facts.module.css';

/** What was written, as it was written; what goes out is on each post's own page. */
export function Facts({ announcement }: { announcement: Announcement }) {
  const { t, nameIn, longTime, number } = useWords();
  const themes = useThemes();
  const groups = useTargetGroups();
  const organisations = useOrganisations();
  const fundings = useFundings();
  const campaigns = useCampaignTemplates();
  const names = (things: readonly Named[], slugs: readonly (string | null)[]) =>
    things
      .filter(({ slug }) => slugs.includes(slug))
      .map((thing) => nameIn(thing.names))
      .join(', ');
  const { event } = announcement;
  return (
    <>
      <Section title={t('announcement.texts')}>
        {Object.entries(announcement.texts).map(([language, text]) => (
          <article key={language} lang={language} className={classes.text}>
            <Text size="sm" c="dimmed">
              {t(`language.${language}`, { defaultValue: language })}
            </Text>
            <Title order={3}>{text.title}</Title>
            <p className="prose">{text.body}</p>
            {text.firstComment ? (
              <p className="prose">{t('announcement.firstComment', { text: text.firstComment })}</p>
            ) : null}
          </article>
        ))}
      </Section>
      <div style={{ height: '1rem' }} />
      <Section title={t('announcement.facts')}>
        <dl className={classes.facts}>
          <Fact name={t('field.organisation')}>{names(organisations, [announcement.organisation])}</Fact>
          <Fact name={t('field.startsAt')}>{event ? longTime(event.startsAt) : null}</Fact>
          <Fact name={t('field.endsAt')}>{event?.endsAt ? longTime(event.endsAt) : null}</Fact>
          <Fact name={t('field.place')}>{event?.place}</Fact>
          <Fact name={t('field.registrationUrl')}>
            {event?.registrationUrl ? <Out url={event.registrationUrl} /> : null}
          </Fact>
          <Fact name={t('field.streamUrl')}>{event?.streamUrl ? <Out url={event.streamUrl} /> : null}</Fact>
          <Fact name={t('field.capacity')}>{event?.capacity ? number(event.capacity) : null}</Fact>
          <Fact name={t('field.link')}>{announcement.link ? <Out url={announcement.link} /> : null}</Fact>
          <Fact name={t('field.publishAt')}>{announcement.publishAt ? longTime(announcement.publishAt) : null}</Fact>
          <Fact name={t('field.themes')}>{names(themes, announcement.themes)}</Fact>
          <Fact name={t('field.targetGroups')}>{names(groups, announcement.targetGroups)}</Fact>
          <Fact name={t('field.funding')}>{names(fundings, [announcement.funding])}</Fact>
          <Fact name={t('field.campaign')}>{names(campaigns, [announcement.campaign])}</Fact>
          <Fact name={t('announcement.createdBy')}>{announcement.author ?? t('announcement.noAuthor')}</Fact>
        </dl>
      </Section>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Out({ url }: { url: string }) {
  return (
    <Anchor href={url} target="_blank" rel="noreferrer" style={{ overflowWrap: 'anywhere' }}>
      {url}
    </Anchor>
  );
}
