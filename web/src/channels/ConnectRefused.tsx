import { Text } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import { Note } from '../parts/Note.tsx';

const KNOWN = ['unknown-way', 'no-keys', 'not-given', 'permissions', 'no-pages'];

/** Why nothing was connected, after coming back from a platform. @param detail the server's own words, in English */
export function ConnectRefused({ why, detail, onClose }: { why: string; detail: string; onClose: () => void }) {
  const { t, language } = useWords();
  const known = KNOWN.find((code) => code === why) ?? 'platform';
  return (
    <Note
      tone="bad"
      role="alert"
      title={t('refusedConnect.title')}
      icon={<Icon name="warning" />}
      withCloseButton
      closeButtonLabel={t('common.close')}
      onClose={onClose}
    >
      <Text size="sm">{t(`refusedConnect.${known}`)}</Text>
      {language === 'en' || known === 'permissions' || known === 'platform' ? (
        <Text size="sm" mt={4} lang="en">
          {detail}
        </Text>
      ) : null}
    </Note>
  );
}
