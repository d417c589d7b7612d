import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const UI_LANGUAGES = ['fi', 'sv', 'en'] as const;
export type UiLanguage = (typeof UI_LANGUAGES)[number];

const STORED = 'kaiku.language';

const words: Record<UiLanguage, () => Promise<{ default: object }>> = {
  fi: () => import('./fi.json'),
  sv: () => import('./sv.json'),
  en: () => import('./en.json'),
};

/** Finnish first; only the chosen language is loaded. */
export async function startWords(): Promise<void> {
  const stored = localStorage.getItem(STORED);
  const language = UI_LANGUAGES.find((known) => known === stored) ?? 'fi';
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: (await words[language]()).default } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

export async function speak(language: UiLanguage): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await words[language]()).default);
  }
  await i18next.changeLanguage(language);
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
}
