import type { TFunction } from 'i18next';

/** `/texts/fi/body` → "Teksti (suomi)": what staff call the field that a problem points at. */
export function fieldName(t: TFunction, pointer: string): string {
  const [, top = '', second = '', third = '', fourth = ''] = pointer.split('/');
  if (top === 'texts') {
    const name =
      third === ''
        ? t('field.text')
        : t(`field.${third === 'body' ? 'text' : third}`, { defaultValue: t('field.text') });
    const language = t(`language.${second}`, { defaultValue: second });
    return second === '' ? name : `${name} (${[language, fourth].filter(Boolean).join(', ')})`;
  }
  if (top === 'event' && second !== '') return t(`field.${second}`, { defaultValue: second });
  if (top === 'media' && second !== '') return t('composer.image', { no: Number(second) + 1 });
  return t(`field.${top}`, { defaultValue: top });
}
