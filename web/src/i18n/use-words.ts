import { useTranslation } from 'react-i18next';
import { useCluster } from '../api/cluster.ts';
import * as format from './format.ts';

/** Words, and dates and numbers in the chosen language and the cluster's zone. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const { zone } = useCluster();
  const language = i18n.language;
  return {
    t,
    language,
    zone,
    longTime: (instant: string | Date) => format.longTime(instant, language, zone),
    shortTime: (instant: string | Date) => format.shortTime(instant, language, zone),
    shortDate: (instant: string | Date) => format.shortDate(instant, language, zone),
    clock: (instant: string | Date) => format.clock(instant, language, zone),
    fromNow: (instant: string | Date) => format.fromNow(instant, new Date(), language),
    number: (value: number) => format.number(value, language),
    /** A thing's name in the chosen language, else in any that it has. */
    nameIn: (names: Readonly<Record<string, string>>) => names[language] ?? names.fi ?? Object.values(names)[0] ?? '',
  };
}
