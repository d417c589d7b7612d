import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon.tsx';
import { Note } from './Note.tsx';
import { useProblemWords } from './problem-words.ts';

/** What went wrong, in plain words, and a way to try again. */
export function ProblemNote({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useTranslation();
  const words = useProblemWords();
  return (
    <Note tone="bad" title={t('problem.title')} icon={<Icon name="warning" />} role="alert" my="sm">
      {words.whole(error)}
      {again ? (
        <div>
          <Button variant="default" size="xs" mt="sm" onClick={again}>
            {t('problem.again')}
          </Button>
        </div>
      ) : null}
    </Note>
  );
}
