import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasSingleSignOn, singleSignOnAddress } from '../api/auth.ts';
import { forgetKey } from '../api/session.ts';
import { Note } from '../parts/Note.tsx';
import { useProblemWords } from '../parts/problem-words.ts';

/** The way in by the cluster's own accounts, where it has one. */
export function SingleSignOn() {
  const { t } = useTranslation();
  const words = useProblemWords();
  const [there, setThere] = useState(false);
  const [wrong, setWrong] = useState(() =>
    new URLSearchParams(location.search).get('signIn') === 'refused' ? t('signin.ssoRefused') : null,
  );
  const [busy, setBusy] = useState(false);
  useEffect(() => void hasSingleSignOn().then(setThere), []);
  if (!there) return null;
  const go = async () => {
    setBusy(true);
    try {
      // A key would be asked before the session.
      forgetKey();
      location.assign(await singleSignOnAddress());
    } catch (error) {
      setWrong(words.whole(error));
      setBusy(false);
    }
  };
  return (
    <>
      {wrong ? (
        <Note tone="bad" role="alert">
          {wrong}
        </Note>
      ) : null}
      <Button variant="default" loading={busy} onClick={() => void go()} fullWidth>
        {t('signin.sso')}
      </Button>
    </>
  );
}
