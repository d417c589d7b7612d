import { expect, test } from 'vitest';
import { type Asker, type Key, renewalStep, type Step } from '#posts/renewal';

const NOW = new Date('2026-12-01T09:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;
const inMs = (ms: number) => new Date(NOW.getTime() + ms);
const key = (changes: Partial<Key>): Key => ({
  tokenExpiresAt: inMs(-MINUTE),
  renewable: true,
  needsReconnect: false,
  renewNotBefore: null,
  ...changes,
});

test.each<[string, Partial<Key>, Asker, Step]>([
  ['an ended key', {}, 'call', 'renew'],
  ['a key that ends within the call', { tokenExpiresAt: inMs(9 * MINUTE) }, 'call', 'renew'],
  ['a key that lives long enough', { tokenExpiresAt: inMs(11 * MINUTE) }, 'call', 'use'],
  ['a key of nine days, on the daily check', { tokenExpiresAt: inMs(9 * DAY) }, 'check', 'renew'],
  ['a key of eleven days, on the daily check', { tokenExpiresAt: inMs(11 * DAY) }, 'check', 'use'],
  ['a key without a known end', { tokenExpiresAt: null }, 'call', 'use'],
  ['a key without a known end, on the daily check', { tokenExpiresAt: null }, 'check', 'use'],
  ['a refused key without a known end', { tokenExpiresAt: null }, 'refused', 'renew'],
  ['a refused key that should live', { tokenExpiresAt: inMs(50 * DAY) }, 'refused', 'renew'],
  ['a refused key of a page that waits', { needsReconnect: true }, 'refused', 'renew'],
  ['an ended key that nothing renews: the platform says so itself', { renewable: false }, 'call', 'use'],
  ['a refused key that nothing renews', { renewable: false }, 'refused', 'use'],
  ['an ended key of a page that waits for a person', { needsReconnect: true }, 'call', 'dead'],
  ['an ended key, a moment after a try', { renewNotBefore: inMs(1) }, 'call', 'wait'],
  ['an ended key, long after a try', { renewNotBefore: inMs(-1) }, 'call', 'renew'],
  ['a living key, a moment after a try', { tokenExpiresAt: inMs(MINUTE), renewNotBefore: inMs(1) }, 'call', 'use'],
  ['a living key of a page that waits', { tokenExpiresAt: inMs(MINUTE), needsReconnect: true }, 'call', 'use'],
])('%s', (_what, changes, asker, step) => {
  expect(renewalStep(key(changes), asker, NOW)).toBe(step);
});
