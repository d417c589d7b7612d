import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MEASURES, type Measures, NOTHING_MEASURED } from '#posts/schema/sample';
import { summarise, total } from '#posts/summarise';

const post = (group: string | null, known: Partial<Measures> | null, followers: number | null = null) => ({
  group,
  measures: known && { ...NOTHING_MEASURED, ...known },
  followers,
});

describe('summarise', () => {
  test('sums what is known and keeps unknown unknown', () => {
    const rows = [
      post('a', { views: 3, reach: 0 }),
      post(null, { clicks: 1 }),
      post('a', { views: 4 }),
      post('a', null),
    ];
    const [a, none] = summarise(rows);
    expect(a).toMatchObject({ group: 'a', posts: 3, measured: 2, totals: { ...NOTHING_MEASURED, views: 7, reach: 0 } });
    expect(a?.unknown).toMatchObject({ views: 1, reach: 2, clicks: 3 });
    expect(a?.perPost).toMatchObject({ views: 3.5, reach: 0, clicks: null });
    expect(none).toMatchObject({ group: null, posts: 1, measured: 1, totals: { ...NOTHING_MEASURED, clicks: 1 } });
    expect(total([])).toMatchObject({ posts: 0, measured: 0, totals: NOTHING_MEASURED });
  });

  test('for each follower, a small page stands beside a large one', () => {
    const rows = [
      post('small', { reach: 50 }, 100),
      post('large', { reach: 500 }, 10_000),
      post('large', { reach: 900 }, null),
      post('large', null, 10_000),
    ];
    const [small, large] = summarise(rows);
    expect(small?.perFollower.reach).toBe(0.5);
    expect(large?.perFollower.reach).toBe(0.05);
    expect(large?.perFollower.views).toBeNull();
  });

  test('the groups together are the total, whatever the order', () => {
    const count = fc.option(fc.nat(1_000_000), { nil: null });
    const measures = fc.record(Object.fromEntries(MEASURES.map((name) => [name, count]))) as fc.Arbitrary<Measures>;
    const rows = fc.array(
      fc.record({ group: fc.constantFrom('a', 'b', 'c'), measures: fc.option(measures, { nil: null }) }),
    );
    fc.assert(
      fc.property(rows, (posts) => {
        const groups = summarise(posts);
        const whole = total(posts);
        expect(groups.reduce((sum, group) => sum + group.posts, 0)).toBe(whole.posts);
        for (const name of MEASURES) {
          const known = groups.flatMap(({ totals }) => totals[name] ?? []);
          expect(whole.totals[name]).toBe(known.length === 0 ? null : known.reduce((a, b) => a + b, 0));
          expect(groups.reduce((sum, group) => sum + group.unknown[name], 0)).toBe(whole.unknown[name]);
        }
        expect(total([...posts].reverse())).toEqual(whole);
      }),
    );
  });
});
