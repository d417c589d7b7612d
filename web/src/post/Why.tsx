import { Text } from '@mantine/core';
import type { Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';

/** Why a post is in its state, what that means, and when Kaiku goes on; below it what was written down then. */
export function Why({ reason: { code, until, said } }: { reason: NonNullable<Post['reason']> }) {
  const { t, longTime } = useWords();
  return (
    <>
      <Text>{t(`reason.${code}`)}</Text>
      {until ? <Text size="sm">{t('post.goesOn', { time: longTime(until) })}</Text> : null}
      {said ? (
        <Text size="sm" c="dimmed">
          {t('post.answer')} <span lang="en">{said}</span>
        </Text>
      ) : null}
    </>
  );
}
