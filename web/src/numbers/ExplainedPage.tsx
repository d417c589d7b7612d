import { Table } from '@mantine/core';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { PageHead } from '../parts/PageHead.tsx';

/** The platforms' own names are the same in every language. */
const SOURCES = [
  { name: 'posts', facebook: 'Kaiku', linkedin: 'Kaiku', website: 'Kaiku' },
  { name: 'views', facebook: 'post_media_view', linkedin: 'impressionCount', website: null },
  { name: 'reach', facebook: 'post_total_media_view_unique', linkedin: 'uniqueImpressionsCount', website: null },
  { name: 'reactions', facebook: 'reactions', linkedin: 'likeCount', website: null },
  { name: 'comments', facebook: 'comments', linkedin: 'commentCount', website: null },
  { name: 'shares', facebook: 'shares', linkedin: 'shareCount', website: null },
  { name: 'clicks', facebook: 'post_clicks', linkedin: 'clickCount', website: null },
  { name: 'linkClicks', facebook: 'Kaiku', linkedin: 'Kaiku', website: 'Kaiku' },
  { name: 'followers', facebook: 'followers_count', linkedin: 'firstDegreeSize', website: null },
  { name: 'attendance', facebook: null, linkedin: null, website: null },
] as const;
const NOTES = ['when', 'sum', 'unknown', 'perPost', 'perFollower', 'twice', 'gone', 'own', 'kept'] as const;

/** What every number means, and who counts it. */
export default function ExplainedPage() {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t('explained.title')} lead={t('explained.lead')} />
      <Section title={t('explained.numbers')}>
        <Table.ScrollContainer
          minWidth={620}
          type="native"
          role="group"
          tabIndex={0}
          aria-label={t('explained.numbers')}
        >
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('explained.number')}</Table.Th>
                <Table.Th scope="col">{t('explained.what')}</Table.Th>
                <Table.Th scope="col">{t('channelKind.facebook')}</Table.Th>
                <Table.Th scope="col">{t('channelKind.linkedin')}</Table.Th>
                <Table.Th scope="col">{t('channelKind.website-feed')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {SOURCES.map(({ name, ...sources }) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row">{t(`explained.name.${name}`)}</Table.Th>
                  <Table.Td>{t(`explained.meaning.${name}`)}</Table.Td>
                  {Object.entries(sources).map(([kind, source]) => (
                    <Table.Td key={kind}>
                      {source ?? t(name === 'attendance' ? 'explained.staff' : 'numbers.unknown')}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Section>
      <Section title={t('explained.notes')}>
        <ul>
          {NOTES.map((note) => (
            <li key={note}>{t(`explained.note.${note}`)}</li>
          ))}
        </ul>
      </Section>
    </>
  );
}
