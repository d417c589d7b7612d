import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type StatusFacts, statusOf, WORRIES } from '#posts/status';

const now = new Date('2026-11-25T08:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const WELL: StatusFacts = {
  now,
  stopped: false,
  late: 0,
  waiting: 0,
  reconnect: 0,
  workersSeenAt: ago(12),
  backupAt: ago(86_400),
};

test.each<[string, Partial<StatusFacts>, string, string[]]>([
  ['all is well', {}, 'well', []],
  ['whoever may not know of backups is not troubled by them', { backupAt: undefined }, 'well', []],
  ['workers are silent', { workersSeenAt: ago(91) }, 'bad', ['workers']],
  ['workers missed some rounds', { workersSeenAt: ago(89) }, 'well', []],
  ['no worker was ever seen', { workersSeenAt: null }, 'bad', ['workers']],
  ['posts are late', { late: 1 }, 'bad', ['late']],
  ['all is stopped, and so nothing is late', { stopped: true, late: 3 }, 'bad', ['stopped']],
  ['a page must be connected again', { reconnect: 1 }, 'look', ['reconnect']],
  ['a post waits for a person', { waiting: 2 }, 'look', ['waiting']],
  ['there is no backup', { backupAt: null }, 'look', ['backup']],
  ['the backup is old', { backupAt: ago(9 * 86_400) }, 'look', ['backup']],
  ['several: the most urgent first', { backupAt: null, waiting: 1, late: 1 }, 'bad', ['late', 'waiting', 'backup']],
])('%s', (_what, change, all, worries) => {
  expect(statusOf({ ...WELL, ...change })).toEqual({ all, worries });
});

test('all is well exactly when nothing is not', () => {
  const facts = fc.record({
    now: fc.constant(now),
    stopped: fc.boolean(),
    late: fc.nat(3),
    waiting: fc.nat(3),
    reconnect: fc.nat(3),
    workersSeenAt: fc.option(fc.nat(300).map(ago)),
    backupAt: fc.option(fc.nat(20 * 86_400).map(ago)),
  });
  fc.assert(
    fc.property(facts, (each) => {
      const { all, worries } = statusOf(each);
      expect(all === 'well').toBe(worries.length === 0);
      expect(worries).toEqual(WORRIES.filter((worry) => worries.includes(worry)));
    }),
  );
});
