import Holidays from 'date-holidays';

export interface Holiday {
  /** `2026-12-06` */
  readonly date: string;
  readonly name: string;
}

/** Finland's public holidays of the years, named in the language where a name is known. */
export function publicHolidays(years: readonly number[], language: string): Holiday[] {
  const finland = new Holidays('FI', { languages: [language, 'fi', 'en'] });
  return years.flatMap((year) =>
    finland
      .getHolidays(year)
      .filter(({ type }) => type === 'public')
      .map(({ date, name }) => ({ date: date.slice(0, 10), name })),
  );
}
