import { expect, test } from 'vitest';
import { inOrder } from '#posts/languages';

test('the cluster’s languages come first, in its order; others follow as they came', () => {
  const words = { smn: 1, en: 2, fi: 3, se: 4, sv: 5 };
  expect(Object.keys(inOrder(words, ['fi', 'sv', 'en']))).toEqual(['fi', 'sv', 'en', 'smn', 'se']);
  expect(inOrder({}, ['fi'])).toEqual({});
});
