import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MEASURES, type Measures, NOTHING_MEASURED } from '#posts/schema/sample';
import { summarise, total } from '#posts/summarise';

const post = (group: string, known: Partial<Measures> | null) => ({
  group,
  measures: known && { ...NOTHING_MEASURED, ...known },
});

describe('summarise', () => {
  test('sums what is known and keeps unknown unknown', () => {
    const rows = [
      post('a', { views: 3, reach: 0 }),
      post('b', { clicks: 1 }),
      post('a', { views: 4 }),
      post('a', null),
    ];
    expect(summarise(rows)).toEqual([
      { group: 'a', posts: 3, measured: 2, totals: { ...NOTHING_MEASURED, views: 7, reach: 0 } },
      { group: 'b', posts: 1, measured: 1, totals: { ...NOTHING_MEASURED, clicks: 1 } },
    ]);
    expect(total([])).toEqual({ posts: 0, measured: 0, totals: NOTHING_MEASURED });
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
        }
        expect(total([...posts].reverse())).toEqual(whole);
      }),
    );
  });
});
