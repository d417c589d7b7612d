import { Link } from 'react-router';
import { useStatus } from '../api/status.ts';
import { useWords } from '../i18n/use-words.ts';

/** Whether all is well, in a few words; leads to the page that tells more. */
export function StatusLink() {
  const { t } = useWords();
  const { data } = useStatus();
  return data ? <Link to="/status">{t(`home.status.${data.all}`)}</Link> : null;
}
