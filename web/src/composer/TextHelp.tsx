import { Button, Group, Stack, Text } from '@mantine/core';
import { useAnnouncements } from '../api/announcements.ts';
import { useThemes } from '../api/named.ts';
import type { Channel } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import type { Draft } from './draft.ts';
import { hasMention, suggestTags, tagsIn, withTag } from './hashtags.ts';

/** More than this is not the custom of a platform; it is no limit. */
const CUSTOM = { facebook: 2, linkedin: 5 } as const;

interface Props {
  readonly draft: Draft;
  readonly language: string;
  readonly body: string;
  readonly channels: readonly Channel[];
  readonly onBody: (body: string) => void;
}

/** Hashtags by a press, how many there are, and an honest word about mentions. */
export function TextHelp({ draft, language, body, channels, onBody }: Props) {
  const { t, number } = useWords();
  const themes = useThemes().filter(({ slug }) => draft.themes.includes(slug));
  const { data } = useAnnouncements({});
  const before = data?.pages.flatMap(({ items }) => items.flatMap(({ texts }) => texts[language]?.body ?? [])) ?? [];
  const names = themes.flatMap(({ names }) => names[language] ?? []);
  const offered = suggestTags(body, names, before);
  const count = tagsIn(body).length;
  const many = (['facebook', 'linkedin'] as const).filter(
    (kind) => count > CUSTOM[kind] && channels.some((channel) => channel.kind === kind),
  );
  return (
    <Stack gap={6}>
      {offered.length > 0 ? (
        <Group gap={6} role="group" aria-label={t('tags.suggested')}>
          <Text size="sm" c="dimmed">
            {t('tags.suggested')}
          </Text>
          {offered.map((tag) => (
            <Button
              key={tag}
              size="compact-xs"
              variant="default"
              lang={language}
              onClick={() => onBody(withTag(body, tag))}
            >
              #{tag}
            </Button>
          ))}
        </Group>
      ) : null}
      {count > 0 ? (
        <Text size="sm" c="dimmed" role="status">
          {t('tags.count', { count, number: number(count) })}{' '}
          {many.map((kind) => t(`tags.many.${kind}`, { most: CUSTOM[kind] })).join(' ')}
        </Text>
      ) : null}
      {hasMention(body) ? (
        <Text size="sm" c="var(--k-warn)" role="status">
          {t('tags.mention')}
        </Text>
      ) : null}
    </Stack>
  );
}
