import { NativeSelect } from '@mantine/core';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { changeMe } from '../api/notices.ts';
import { SessionContext } from '../app/session-context.ts';
import { speak, UI_LANGUAGES, type UiLanguage } from '../i18n/index.ts';
import classes from './frame.module.css';

/** Each language by its own name, so that whoever needs it can read it. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const { me } = use(SessionContext);
  const choose = (language: UiLanguage) => {
    void speak(language);
    // Mails come in the same language; should that fail, the page speaks it all the same.
    if (me?.id) void changeMe({ language }).catch(() => undefined);
  };
  return (
    <NativeSelect
      aria-label={t('frame.language')}
      size="xs"
      className={classes.language ?? ''}
      value={i18n.language}
      onChange={(event) => choose(event.currentTarget.value as UiLanguage)}
      data={UI_LANGUAGES.map((language) => ({ value: language, label: t(`languageOwnName.${language}`) }))}
    />
  );
}
