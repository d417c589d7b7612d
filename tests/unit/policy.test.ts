import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ACTIONS,
  type ApprovalSettings,
  can,
  type Person,
  ROLES,
  SCOPES,
  seenOrganisations,
  whyNoApproval,
  whyNot,
} from '#posts/policy';
import { OPERATIONS } from '#src/api/operations';

const OWN = { organisationId: 'own' };
const OTHER = { organisationId: 'other' };
const who = (role: (typeof ROLES)[number]): Person => ({ clusterAdmin: false, roles: { own: role }, scopes: null });
const PEOPLE: Record<string, Person> = {
  nobody: { clusterAdmin: false, roles: {}, scopes: null },
  ...Object.fromEntries(ROLES.map((role) => [role, who(role)])),
  clusterAdmin: { clusterAdmin: true, roles: {}, scopes: null },
};

/** For each operation the least that it takes: in one's own organisation, and for what all share. */
const TABLE: Readonly<Record<string, readonly [own: string, shared: string]>> = {
  'get /announcements': ['viewer', 'viewer'],
  'post /announcements': ['author', 'author'],
  'post /announcements/plan': ['author', 'author'],
  'post /announcements/import': ['author', 'author'],
  'get /announcements/imports/:import': ['author', 'author'],
  'post /announcements/:ref/plan': ['author', 'author'],
  'get /announcements/:ref': ['viewer', 'viewer'],
  'patch /announcements/:ref': ['author', 'author'],
  'delete /announcements/:ref': ['author', 'author'],
  'post /announcements/:ref/submit': ['author', 'author'],
  'post /announcements/:ref/approve': ['approver', 'approver'],
  'post /announcements/:ref/reject': ['approver', 'approver'],
  'post /announcements/:ref/cancel': ['author', 'author'],
  'patch /announcements/:ref/attendance': ['author', 'author'],
  'get /posts': ['viewer', 'viewer'],
  'get /posts/suggested-times': ['viewer', 'viewer'],
  'get /posts/:id': ['viewer', 'viewer'],
  'patch /posts/:id': ['author', 'author'],
  'post /posts/:id/publish-now': ['author', 'author'],
  'post /posts/:id/retry': ['author', 'author'],
  'post /posts/:id/cancel': ['author', 'author'],
  'post /posts/:id/retract': ['approver', 'approver'],
  'post /posts/:id/decide': ['approver', 'approver'],
  'post /posts/:id/measure': ['author', 'author'],
  'get /posts/:id/attempts': ['viewer', 'viewer'],
  'get /posts/:id/samples': ['viewer', 'viewer'],
  'get /channels': ['viewer', 'viewer'],
  'get /channels/:ref': ['viewer', 'viewer'],
  'post /channels': ['admin', 'clusterAdmin'],
  'patch /channels/:ref': ['admin', 'clusterAdmin'],
  'delete /channels/:ref': ['admin', 'clusterAdmin'],
  'post /channels/:ref/pause': ['admin', 'clusterAdmin'],
  'post /channels/:ref/resume': ['admin', 'clusterAdmin'],
  'post /channels/:ref/check': ['author', 'author'],
  'post /media': ['author', 'author'],
  'post /link-cards': ['author', 'author'],
  'get /media': ['viewer', 'viewer'],
  'get /media/:id': ['viewer', 'viewer'],
  'patch /media/:id': ['author', 'author'],
  'get /organisations': ['nobody', 'nobody'],
  'get /organisations/:ref': ['nobody', 'nobody'],
  'post /organisations': ['clusterAdmin', 'clusterAdmin'],
  'patch /organisations/:ref': ['admin', 'clusterAdmin'],
  ...vocabulary('/themes'),
  ...vocabulary('/target-groups'),
  ...vocabulary('/fundings'),
  ...vocabulary('/campaign-templates'),
  'get /cluster': ['viewer', 'viewer'],
  'get /status': ['viewer', 'viewer'],
  'patch /cluster': ['clusterAdmin', 'clusterAdmin'],
  'post /cluster/pause': ['admin', 'clusterAdmin'],
  'post /cluster/resume': ['clusterAdmin', 'clusterAdmin'],
  'get /cluster/numbers': ['viewer', 'viewer'],
  'patch /cluster/numbers': ['clusterAdmin', 'clusterAdmin'],
  'get /posts/:id/clicks': ['viewer', 'viewer'],
  'get /imports': ['viewer', 'viewer'],
  'post /imports': ['author', 'author'],
  'post /imports/preview': ['author', 'author'],
  'post /imports/once': ['author', 'author'],
  'get /imports/:id': ['viewer', 'viewer'],
  'patch /imports/:id': ['author', 'author'],
  'delete /imports/:id': ['author', 'author'],
  'post /imports/:id/run': ['author', 'author'],
  'get /imports/:id/items': ['viewer', 'viewer'],
  'post /imports/:id/items/:item/take': ['author', 'author'],
  'post /imports/:id/items/:item/keep': ['author', 'author'],
  'get /summaries': ['viewer', 'viewer'],
  'get /audit': ['clusterAdmin', 'clusterAdmin'],
  'get /audit.csv': ['clusterAdmin', 'clusterAdmin'],
  'get /audit/check': ['clusterAdmin', 'clusterAdmin'],
  'post /posts/adopt': ['author', 'author'],
  'patch /me': ['nobody', 'nobody'],
  'get /notices': ['nobody', 'nobody'],
  'post /notices/read': ['nobody', 'nobody'],
  'get /channels/connect/:kind': ['admin', 'clusterAdmin'],
  'get /channels/connect/offers/:offer': ['admin', 'clusterAdmin'],
  'post /channels/connect/offers/:offer': ['admin', 'clusterAdmin'],
  'get /announcements/:ref/history': ['viewer', 'viewer'],
  'get /reports/engagement.csv': ['viewer', 'viewer'],
  'get /reports/engagement.xlsx': ['viewer', 'viewer'],
  'get /reports/engagement.pdf': ['viewer', 'viewer'],
  'get /api-keys': ['admin', 'clusterAdmin'],
  'post /api-keys': ['admin', 'clusterAdmin'],
  'delete /api-keys/:id': ['admin', 'clusterAdmin'],
  'get /announcements/:ref/comments': ['viewer', 'viewer'],
  'post /announcements/:ref/comments': ['author', 'author'],
  'get /announcements/:ref/people': ['viewer', 'viewer'],
  'get /announcements/:ref/previews': ['author', 'author'],
  'post /announcements/:ref/previews': ['author', 'author'],
  'delete /announcements/:ref/previews/:preview': ['author', 'author'],
  'get /webhooks': ['admin', 'clusterAdmin'],
  'post /webhooks': ['admin', 'clusterAdmin'],
  'get /webhooks/:id': ['admin', 'clusterAdmin'],
  'patch /webhooks/:id': ['admin', 'clusterAdmin'],
  'delete /webhooks/:id': ['admin', 'clusterAdmin'],
  'post /webhooks/:id/rotate': ['admin', 'clusterAdmin'],
  'post /webhooks/:id/test': ['admin', 'clusterAdmin'],
  'get /webhooks/:id/deliveries': ['admin', 'clusterAdmin'],
  'post /webhooks/deliveries/:delivery/replay': ['admin', 'clusterAdmin'],
  'get /me': ['nobody', 'nobody'],
  'get /me/data': ['nobody', 'nobody'],
  'get /people': ['admin', 'clusterAdmin'],
  'get /people/:id': ['admin', 'clusterAdmin'],
  'post /people': ['admin', 'clusterAdmin'],
  'patch /people/:id': ['admin', 'clusterAdmin'],
  'delete /people/:id': ['clusterAdmin', 'clusterAdmin'],
  'post /people/:id/reset': ['admin', 'clusterAdmin'],
};

function vocabulary(path: string): Record<string, readonly [string, string]> {
  return {
    [`get ${path}`]: ['viewer', 'viewer'],
    [`get ${path}/:ref`]: ['viewer', 'viewer'],
    [`post ${path}`]: ['clusterAdmin', 'clusterAdmin'],
    [`patch ${path}/:ref`]: ['clusterAdmin', 'clusterAdmin'],
  };
}

const LADDER = Object.keys(PEOPLE);
const nameOf = (operation: { method: string; path: string }) => `${operation.method} ${operation.path}`;

describe('every operation × role × own, other, shared', () => {
  test('every operation has a row', () => {
    expect(OPERATIONS.map(nameOf).filter((name) => TABLE[name] === undefined)).toEqual([]);
  });

  test.each(OPERATIONS.filter((one) => TABLE[nameOf(one)]).map((one) => [nameOf(one), one.action] as const))(
    '%s',
    (name, action) => {
      const [own, shared] = TABLE[name] as readonly [string, string];
      const verdicts = LADDER.map((role, rung) => {
        const person = PEOPLE[role] as Person;
        const enough = (need: string) => rung >= LADDER.indexOf(need);
        const all = role === 'clusterAdmin' || own === 'nobody';
        return {
          role,
          own: [can(person, action, OWN), enough(own) ? 'yes' : role === 'nobody' ? 'unseen' : 'no'],
          somewhere: [can(person, action, 'somewhere'), enough(own) ? 'yes' : 'no'],
          shared: [can(person, action, 'shared'), enough(shared) ? 'yes' : 'no'],
          other: [can(person, action, OTHER), all ? 'yes' : 'unseen'],
        };
      });
      for (const { role, ...cases } of verdicts) {
        for (const [where, [got, expected]] of Object.entries(cases))
          expect([role, where, got]).toEqual([role, where, expected]);
      }
    },
  );
});

const Persons = fc.record({
  clusterAdmin: fc.boolean(),
  roles: fc.dictionary(fc.constantFrom('own', 'other'), fc.constantFrom(...ROLES)),
  scopes: fc.option(fc.uniqueArray(fc.constantFrom(...SCOPES))),
}) satisfies fc.Arbitrary<Person>;

describe('laws', () => {
  test('a scope never gives, it only takes', () => {
    fc.assert(
      fc.property(
        Persons,
        fc.constantFrom(...ACTIONS),
        fc.constantFrom(OWN, OTHER, 'shared', 'somewhere'),
        (person, action, thing) => {
          const wide = can({ ...person, scopes: null }, action, thing as typeof OWN);
          const narrow = can(person, action, thing as typeof OWN);
          expect(narrow === 'yes' ? wide : 'yes').toBe('yes');
        },
      ),
    );
  });

  test('a refusal says why; a thing of an organisation that is not listed is never seen', () => {
    fc.assert(
      fc.property(Persons, fc.constantFrom(...ACTIONS), (person, action) => {
        expect(whyNot(person, action, OWN).length).toBeGreaterThan(20);
        const seen = seenOrganisations(person);
        if (seen === null || seen.includes('own')) return;
        expect(can(person, action, OWN) === 'no').toBe(false);
      }),
    );
  });
});

describe('whose word approves', () => {
  const off: ApprovalSettings = { fourEyes: false, areas: {} };
  const content = { organisationId: 'own', themes: ['wood'], writers: ['person:a'] };
  test.each([
    ['an approver', 'approver', 'person:b', off, true],
    ['an author', 'author', 'person:b', off, false],
    ['an approver, of their own words, without four eyes', 'approver', 'person:a', off, true],
    ['an approver, of their own words, with four eyes', 'approver', 'person:a', { ...off, fourEyes: true }, false],
    ['another, with four eyes', 'approver', 'person:b', { ...off, fourEyes: true }, true],
    [
      'an administrator of the cluster, of their own words',
      'clusterAdmin',
      'person:a',
      { ...off, fourEyes: true },
      false,
    ],
    ['an approver outside of the area', 'approver', 'person:b', { ...off, areas: { wood: ['person:c'] } }, false],
    ['an approver of the area', 'approver', 'person:c', { ...off, areas: { wood: ['person:c'] } }, true],
    [
      'an approver, where another area is closed',
      'approver',
      'person:b',
      { ...off, areas: { air: ['person:c'] } },
      true,
    ],
    ['an author who is named for the area', 'author', 'person:c', { ...off, areas: { wood: ['person:c'] } }, false],
  ] as const)('%s', (_what, role, name, settings, approves) => {
    const person = PEOPLE[role] as Person;
    expect(whyNoApproval({ name, person }, content, settings) === null).toBe(approves);
  });
});
