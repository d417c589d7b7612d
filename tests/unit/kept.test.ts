import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { keepAnswers, type Made, shareQuestion } from '#src/feed/kept';

const page = (body: string, status = 200): Made => ({ status, type: 'text/html', body });

/** A question that is answered by hand. */
function byHand() {
  const waiting: { resolve(version: string): void; reject(error: Error): void }[] = [];
  const ask = vi.fn(() => new Promise<string>((resolve, reject) => void waiting.push({ resolve, reject })));
  return { ask, waiting };
}

describe('one question for all who wait', () => {
  test('who asks while one is under way shares the next, which begins after they asked', async () => {
    const { ask, waiting } = byHand();
    const shared = shareQuestion(ask);
    const first = shared();
    await turn();
    const others = [shared(), shared(), shared()];
    expect(ask).toHaveBeenCalledTimes(1);
    waiting[0]?.resolve('old');
    expect(await first).toBe('old');
    await turn();
    expect(ask).toHaveBeenCalledTimes(2);
    waiting[1]?.resolve('new');
    expect(await Promise.all(others)).toEqual(['new', 'new', 'new']);
  });

  test('a failure is told to those who asked it, and the next is asked all the same', async () => {
    const { ask, waiting } = byHand();
    const shared = shareQuestion(ask);
    const first = shared();
    await turn();
    const second = shared();
    waiting[0]?.reject(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await turn();
    waiting[1]?.resolve('back');
    expect(await second).toBe('back');
  });
});

describe('kept answers', () => {
  test('are made once for a version, and anew for the next', async () => {
    let version = '1';
    const answer = keepAnswers(async () => version);
    const make = vi.fn(async () => page(`content ${version}`));
    const [first, same] = await Promise.all([answer('/', make), answer('/', make)]);
    expect(first).toBe(same);
    expect((await answer('/', make)).body.toString()).toBe('content 1');
    expect(make).toHaveBeenCalledTimes(1);
    version = '2';
    expect((await answer('/', make)).body.toString()).toBe('content 2');
    expect(make).toHaveBeenCalledTimes(2);
  });

  test('have the same ETag for the same content, whoever made it and under whatever version', async () => {
    const one = await keepAnswers(async () => '1')('/', async () => page('same'));
    const other = await keepAnswers(async () => '2')('/', async () => page('same'));
    const third = await keepAnswers(async () => '2')('/', async () => page('different'));
    expect(one.etag).toBe(other.etag);
    expect(third.etag).not.toBe(one.etag);
  });

  test('are made anew after a minute, for what comes becomes what was', async () => {
    let now = 0;
    const answer = keepAnswers(
      async () => '1',
      () => now,
    );
    const make = vi.fn(async () => page('x'));
    await answer('/', make);
    now = 59_000;
    await answer('/', make);
    expect(make).toHaveBeenCalledTimes(1);
    now = 61_000;
    await answer('/', make);
    expect(make).toHaveBeenCalledTimes(2);
  });

  test('are given while the database is away; what was never made fails', async () => {
    let away = false;
    const answer = keepAnswers(async () => {
      if (away) throw new Error('away');
      return '1';
    });
    await answer('/', async () => page('known'));
    away = true;
    const never = async (): Promise<Made> => {
      throw new Error('not made anew');
    };
    expect((await answer('/', never)).body.toString()).toBe('known');
    await expect(answer('/other', never)).rejects.toThrow('away');
  });

  test('a failed making is tried again, and addresses that lead nowhere are not kept', async () => {
    const answer = keepAnswers(async () => '1');
    await expect(answer('/', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect((await answer('/', async () => page('mended'))).body.toString()).toBe('mended');
    const missing = vi.fn(async () => page('nothing', 404));
    await answer('/a/x', missing);
    await answer('/a/x', missing);
    expect(missing).toHaveBeenCalledTimes(2);
  });

  test('hold no more than fits, the newest last to go', async () => {
    const answer = keepAnswers(async () => '1');
    const make = vi.fn(async () => page('x'.repeat(20 * 1024 * 1024)));
    await answer('first', make);
    await answer('second', make);
    await turn();
    await answer('second', make);
    expect(make).toHaveBeenCalledTimes(2);
    await answer('first', make);
    expect(make).toHaveBeenCalledTimes(3);
  });
});
