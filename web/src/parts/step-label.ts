import type { TFunction } from 'i18next';

/** "viikko ennen", "2. kerta"; a step that somebody named themselves has that name. */
export function stepLabel(t: TFunction, step: string): string {
  const [, repeat] = /^repeat-(\d+)$/.exec(step) ?? [];
  return repeat ? t('step.repeat', { no: Number(repeat) + 1 }) : t(`step.${step}`, { defaultValue: step });
}
