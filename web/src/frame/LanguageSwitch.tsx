import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { speak, UI_LANGUAGES, type UiLanguage } from '../i18n/index.ts';
import classes from './frame.module.css';

/** Each language by its own name, so that whoever needs it can read it. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  return (
    <NativeSelect
      aria-label={t('frame.language')}
      size="xs"
      className={classes.language ?? ''}
      value={i18n.language}
      onChange={(event) => void speak(event.currentTarget.value as UiLanguage)}
      data={UI_LANGUAGES.map((language) => ({ value: language, label: t(`languageOwnName.${language}`) }))}
    />
  );
}
