import { templateHeaders } from '#posts/csv/columns';

/** An address of an empty file to fill, with a mark that lets Excel read its letters right. */
export function templateAddress(language: string, languages: readonly string[]): string {
  const text = `\uFEFF${templateHeaders(language, languages).join(';')}\r\n`;
  return `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`;
}
