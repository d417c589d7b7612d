import type { TFunction } from 'i18next';

/** What `post.published` and its like are called. */
export function eventName(t: TFunction, event: string): string {
  const [thing = '', what = ''] = event.split('.');
  return thing === 'webhook' ? t('webhooks.testEvent') : t(`webhooks.event.${thing}.${what}`);
}
