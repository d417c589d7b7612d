import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { Channel, Plan } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Note } from '../parts/Note.tsx';
import classes from './composer.module.css';
import { useWarningWords } from './warning-words.ts';

interface Props {
  readonly warnings: Plan['warnings'];
  readonly channels: readonly Channel[];
}

/** What would be said twice, or too close to something else. It stops nothing. */
export function PlanWarnings({ warnings, channels }: Props) {
  const { t } = useWords();
  const words = useWarningWords(channels);
  if (warnings.length === 0) return null;
  return (
    <Note tone="warn" mt="sm" title={t('warning.title')}>
      <ul className={classes.notes}>
        {warnings.map((warning) => (
          <li key={`${warning.code} ${warning.channel} ${warning.language} ${warning.at}`}>
            {words(warning)}{' '}
            {warning.other.post ? (
              <Anchor component={Link} to={`/posts/${warning.other.post}`} target="_blank">
                {t('warning.look')}
              </Anchor>
            ) : null}
          </li>
        ))}
      </ul>
    </Note>
  );
}
