import { afterAll, describe, expect, test } from 'vitest';
import { sandboxStage } from './channels-stage.ts';

describe.each([['facebook'], ['linkedin']] as const)('followers of a page on %s', async (kind) => {
  const stage = await sandboxStage(kind);
  afterAll(() => stage.close());

  test('are a whole number', async () => {
    const read = await stage.channel.followers?.(stage.access);
    expect(read?.failure).toBeNull();
    expect(read?.count).toBeGreaterThan(100);
  });

  test('are not known when the key is not taken', async () => {
    const read = await stage.channel.followers?.({ ...stage.access, accessToken: 'nothing' });
    expect(read?.count).toBeNull();
    expect(read?.failure?.kind).toBe('authExpired');
  });
});
