import { describe, expect, test } from 'vitest';
import { type Facts, judge, type Level, type PageFacts } from '#src/doctor/judge';

const NOW = new Date('2026-11-25T08:00:00Z');
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

const PAGE: PageFacts = {
  slug: 'facebook-klusteri',
  tokenExpiresAt: null,
  refreshExpiresAt: null,
  dataAccessExpiresAt: null,
  apiVersionEndsAt: null,
  renewable: false,
  holdReason: null,
  holdMessage: null,
  healthy: true,
  healthMessage: null,
  tokens: 'open',
};

const WELL: Facts = {
  now: NOW,
  clockOffMs: 12,
  serverVersion: '18.4',
  connections: { open: 12, limit: 60 },
  migrations: { applied: 4, known: 4 },
  queue: { kind: 'postgres', problem: null },
  stopped: null,
  overdue: 0,
  waitingForPerson: { needsDecision: 0, missed: 0, rejected: 0 },
  pages: [PAGE],
  audit: { ok: true, checked: 10, broken: null },
  freeBytes: 50 * 2 ** 30,
  imagesMissing: 0,
  lastBackupAt: inDays(-1),
  nodeMajor: 24,
};

test('an installation in which all is well has nothing to do', () => {
  const findings = judge(WELL);
  expect(findings.filter(({ level, todo }) => level !== 'well' || todo !== null)).toEqual([]);
  expect(findings.map(({ about }) => about)).toContain('page facebook-klusteri');
});

const page = (changes: Partial<PageFacts>): Partial<Facts> => ({ pages: [{ ...PAGE, ...changes }] });

describe('what is not well', () => {
  test.each<[string, Partial<Facts>, string, Level, RegExp]>([
    ['migrations to be made', { migrations: { applied: 3, known: 4 } }, 'database', 'bad', /npm run migrate/],
    ['a newer Kaiku was here', { migrations: { applied: 5, known: 4 } }, 'database', 'bad', /newer/],
    ['hardly a connection left', { connections: { open: 97, limit: 100 } }, 'connections', 'warn', /max_connections/],
    ['a clock that is behind', { clockOffMs: -600_000 }, 'clock', 'warn', /synchronisation/],
    ['a queue that is down', { queue: { kind: 'redis', problem: 'no answer' } }, 'queue', 'bad', /Nothing is lost/],
    ['publishing is stopped', { stopped: { message: 'a copy' } }, 'publishing', 'warn', /resume/],
    ['due posts that nobody takes', { overdue: 3 }, 'work', 'bad', /Start workers/],
    ['a post to decide', { waitingForPerson: { needsDecision: 1, missed: 0, rejected: 2 } }, 'posts', 'warn', /home/],
    ['an unknown secret', page({ tokens: 'closed' }), 'page facebook-klusteri', 'bad', /KAIKU_PREVIOUS_SECRETS/],
    ['an earlier secret', page({ tokens: 'outdated' }), 'page facebook-klusteri', 'warn', /rotation/],
    [
      'a page that lost its key',
      page({ holdReason: 'reconnect' }),
      'page facebook-klusteri',
      'bad',
      /Connect it again/,
    ],
    ['a page that is throttled', page({ holdReason: 'throttled' }), 'page facebook-klusteri', 'warn', /by itself/],
    ['a key that ends soon', page({ tokenExpiresAt: inDays(5) }), 'page facebook-klusteri', 'warn', /Connect it again/],
    ['a key that has ended', page({ tokenExpiresAt: inDays(-1) }), 'page facebook-klusteri', 'bad', /Connect it again/],
    ['a version that ends', page({ apiVersionEndsAt: inDays(10) }), 'page facebook-klusteri', 'warn', /newer Kaiku/],
    ['a changed audit log', { audit: { ok: false, checked: 9, broken: 'link 3' } }, 'audit log', 'bad', /backup/],
    ['an unsealed audit log', { audit: { ok: false, checked: 9, broken: null } }, 'audit log', 'warn', /log/],
    ['little room', { freeBytes: 500 * 2 ** 20 }, 'disk', 'warn', /Make room/],
    ['hardly any room', { freeBytes: 100 * 2 ** 20 }, 'disk', 'bad', /Make room/],
    ['images that are gone', { imagesMissing: 2 }, 'images', 'bad', /backup/],
    ['no backup', { lastBackupAt: null }, 'backup', 'warn', /kaiku -- backup/],
    ['an old backup', { lastBackupAt: inDays(-30) }, 'backup', 'warn', /kaiku -- backup/],
    ['a Node without fixes', { nodeMajor: 20 }, 'Node', 'warn', /Node 24/],
  ])('%s', (_name, changes, about, level, todo) => {
    const findings = judge({ ...WELL, ...changes });
    expect(findings.filter((finding) => finding.level !== 'well')).toEqual([
      { about, level, says: expect.any(String), todo: expect.stringMatching(todo) },
    ]);
    expect(findings[0]?.about).toBe(about);
  });
});

test('the worst comes first', () => {
  const levels = judge({ ...WELL, nodeMajor: 20, overdue: 1, imagesMissing: 1 }).map(({ level }) => level);
  expect(levels.slice(0, 4)).toEqual(['bad', 'bad', 'warn', 'well']);
});

test('a page whose key Kaiku renews is not told about the key’s own end', () => {
  const [first] = judge({ ...WELL, ...page({ tokenExpiresAt: inDays(2), renewable: true }) });
  expect(first?.level).toBe('well');
});
