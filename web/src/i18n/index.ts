import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const UI_LANGUAGES = ['fi', 'sv', 'en'] as const;
export type UiLanguage = (typeof UI_LANGUAGES)[number];

const STORED = 'kaiku.language';

type Loaders = Record<UiLanguage, () => Promise<{ default: object }>>;

const CORE: Loaders = {
  fi: () => import('./fi.json'),
  sv: () => import('./sv.json'),
  en: () => import('./en.json'),
};

/** Words that only some pages need; they come with those pages. */
const PARTS = {
  writing: {
    fi: () => import('./writing/fi.json'),
    sv: () => import('./writing/sv.json'),
    en: () => import('./writing/en.json'),
  },
  office: {
    fi: () => import('./office/fi.json'),
    sv: () => import('./office/sv.json'),
    en: () => import('./office/en.json'),
  },
  imports: {
    fi: () => import('./imports/fi.json'),
    sv: () => import('./imports/sv.json'),
    en: () => import('./imports/en.json'),
  },
  numbers: {
    fi: () => import('./numbers/fi.json'),
    sv: () => import('./numbers/sv.json'),
    en: () => import('./numbers/en.json'),
  },
  manage: {
    fi: () => import('./manage/fi.json'),
    sv: () => import('./manage/sv.json'),
    en: () => import('./manage/en.json'),
  },
  post: {
    fi: () => import('./post/fi.json'),
    sv: () => import('./post/sv.json'),
    en: () => import('./post/en.json'),
  },
  talk: {
    fi: () => import('./talk/fi.json'),
    sv: () => import('./talk/sv.json'),
    en: () => import('./talk/en.json'),
  },
} satisfies Record<string, Loaders>;

const needed = new Set<keyof typeof PARTS>();

/** Finnish first; only the chosen language is loaded. */
export async function startWords(): Promise<void> {
  const stored = localStorage.getItem(STORED);
  const language = UI_LANGUAGES.find((known) => known === stored) ?? 'fi';
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: (await CORE[language]()).default } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Loads a page together with the words that only it needs. */
export async function withWords<Page>(part: keyof typeof PARTS, page: () => Promise<Page>): Promise<Page> {
  needed.add(part);
  const [loaded] = await Promise.all([page(), add(PARTS[part], i18next.language as UiLanguage)]);
  return loaded;
}

export async function speak(language: UiLanguage): Promise<void> {
  await Promise.all([CORE, ...[...needed].map((part) => PARTS[part])].map((words) => add(words, language)));
  await i18next.changeLanguage(language);
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
}

async function add(words: Loaders, language: UiLanguage): Promise<void> {
  i18next.addResourceBundle(language, 'translation', (await words[language]()).default, true);
}
