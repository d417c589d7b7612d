import { describe, expect, test } from 'vitest';
import type { Outcome } from '#posts/outcome';
import { FACT_TYPES, type Fact, type PostLife, type PostState, STATE_NAMES, type StateName } from '#posts/state';
import { possibleActs, transition } from '#posts/transition';
import { at, looks, NOW, states } from '../support/states.ts';

const facts: Record<string, Fact> = {
  submitted: { type: 'submitted', mayApprove: true },
  approved: { type: 'approved' },
  returned: { type: 'returned' },
  edited: { type: 'edited', mayApprove: false },
  moved: { type: 'moved', scheduledAt: at(3600), worthUntil: at(7200) },
  cancelled: { type: 'cancelled' },
  claimed: { type: 'claimed', attemptId: 'a2', leaseUntil: at(15) },
  armed: { type: 'armed', attemptId: 'a1', at: NOW },
  leaseEnded: { type: 'leaseEnded', attemptId: 'a1' },
  answered: { type: 'answered', attemptId: 'a1', outcome: published('r1'), retryAt: at(5) },
  looked: { type: 'looked', attemptId: 'a1', sighting: { kind: 'cannotTell', message: '' }, nextLookAt: at(60) },
  held: { type: 'held', reason: 'paused', until: null, message: '' },
  released: { type: 'released' },
  worthPassed: { type: 'worthPassed' },
  adopted: { type: 'adopted', remoteId: 'r9', permalink: null },
  publishAgain: { type: 'publishAgain', worthUntil: at(3600) },
  retried: { type: 'retried', worthUntil: at(3600) },
  retracted: { type: 'retracted' },
  gone: { type: 'gone' },
  restored: { type: 'restored', attemptId: 'a3' },
};

/**
 * Every (state, fact) pair. A state's name: it goes there. `=`: true, but nothing changes. `x`: a person is refused.
 * The post was due a second ago and its worth ended a second ago, except for `claimed`, where it still has worth.
 */
const TABLE = `
                 submitted approved  returned edited           moved            cancelled claimed    armed leaseEnded answered  looked    held   released  worthPassed adopted   publishAgain retried   retracted gone restored
draft            scheduled x         x        =                draft            cancelled =          =     =          published =         =      =         =           x         x            x         x         =    =
awaitingApproval x         scheduled draft    draft            awaitingApproval cancelled =          =     =          published =         =      =         =           x         x            x         x         =    =
scheduled        x         x         x        awaitingApproval scheduled        cancelled publishing =     =          published =         parked =         missed      x         x            x         x         =    uncertain
publishing       x         x         x        x                x                x         =          =     uncertain  published =         =      =         =           x         x            x         x         =    uncertain
retrying         x         x         x        awaitingApproval scheduled        cancelled publishing =     =          published =         parked =         missed      x         x            scheduled x         =    uncertain
parked           x         x         x        awaitingApproval parked           cancelled =          =     =          published =         parked scheduled missed      x         x            scheduled x         =    uncertain
uncertain        x         x         x        x                x                x         =          =     =          published uncertain =      =         =           x         x            x         x         =    =
needsDecision    x         x         x        x                x                cancelled =          =     =          published =         =      =         =           published scheduled    x         x         =    =
missed           x         x         x        awaitingApproval scheduled        cancelled =          =     =          published =         =      =         =           x         x            scheduled x         =    =
rejected         x         x         x        awaitingApproval x                cancelled =          =     =          published =         =      =         =           x         x            x         x         =    =
published        x         x         x        =                x                x         =          =     =          =         =         =      =         =           x         x            x         retracted gone =
retracted        x         x         x        x                x                x         =          =     =          =         =         =      =         =           x         x            x         x         =    =
gone             x         x         x        x                x                x         =          =     =          =         =         =      =         =           x         x            x         retracted =    =
cancelled        x         x         x        x                x                x         =          =     =          published =         =      =         =           x         x            x         x         =    =
`;

const [header = '', ...lines] = TABLE.trim().split('\n');
const columns = header.trim().split(/\s+/);
const cases = lines.flatMap((line) => {
  const [state, ...cells] = line.trim().split(/\s+/);
  return columns.map((fact, index) => ({ state: state as StateName, fact, answer: cells[index] as string }));
});

test('the table has every state and every fact', () => {
  expect(columns.toSorted()).toEqual(FACT_TYPES.toSorted());
  expect(lines.map((line) => line.trim().split(/\s+/)[0])).toEqual([...STATE_NAMES]);
  expect(cases.every(({ answer }) => answer !== undefined)).toBe(true);
});

test.each(cases)('$state + $fact: $answer', ({ state, fact, answer }) => {
  const post = { state: states[state], scheduledAt: at(-1), worthUntil: at(fact === 'claimed' ? 60 : -1) };
  const got = transition(post, facts[fact] as Fact, NOW);
  const told = { next: () => (got.kind === 'next' ? got.life.state.name : ''), same: () => '=', refused: () => 'x' };
  expect(told[got.kind]()).toBe(answer);
  if (got.kind === 'refused') expect(got.possible).toEqual(possibleActs(state));
});

describe('an answer', () => {
  const publishing: PostLife = { state: states.publishing, scheduledAt: at(-1), worthUntil: at(3600) };
  const until = at(120);
  const rows: [Outcome, PostState][] = [
    [published('r7'), { ...(states.published as PostState & { name: 'published' }), remoteId: 'r7' }],
    [
      { kind: 'rejected', code: 'text', message: 'no' },
      { name: 'rejected', code: 'text', message: 'no' },
    ],
    [
      { kind: 'throttled', until, message: 'm' },
      { name: 'parked', reason: 'throttled', until, message: 'm' },
    ],
    [
      { kind: 'authExpired', message: 'm' },
      { name: 'parked', reason: 'reconnect', until: null, message: 'm' },
    ],
    [
      { kind: 'permission', message: 'm' },
      { name: 'parked', reason: 'permission', until: null, message: 'm' },
    ],
    [
      { kind: 'blocked', until, message: 'm' },
      { name: 'parked', reason: 'blocked', until, message: 'm' },
    ],
    [
      { kind: 'misconfigured', message: 'm' },
      { name: 'parked', reason: 'misconfigured', until: null, message: 'm' },
    ],
    [
      { kind: 'notSent', message: 'm' },
      { name: 'retrying', notBefore: at(5), message: 'm' },
    ],
    [
      { kind: 'uncertain', message: 'm' },
      { name: 'uncertain', attemptId: 'a1', armedAt: at(-1), message: 'm', looks },
    ],
  ];
  test.each(rows)('%o leads to %o', (outcome, state) => {
    const got = transition(publishing, { type: 'answered', attemptId: 'a1', outcome, retryAt: at(5) }, NOW);
    expect(got).toEqual({ kind: 'next', life: { ...publishing, state } });
  });

  test('of another attempt changes nothing, unless it is a yes', () => {
    const no: Fact = { type: 'answered', attemptId: 'a0', outcome: { kind: 'notSent', message: '' }, retryAt: at(5) };
    expect(transition(publishing, no, NOW).kind).toBe('same');
    const yes: Fact = { ...no, outcome: published('r0') };
    expect(transition(publishing, yes, NOW)).toMatchObject({ kind: 'next', life: { state: { remoteId: 'r0' } } });
  });

  test('"it was not sent" after a wake-up past the lease is proof, so the post is tried again', () => {
    const uncertain: PostLife = { ...publishing, state: states.uncertain };
    const fact: Fact = { type: 'answered', attemptId: 'a1', outcome: { kind: 'notSent', message: '' }, retryAt: at(5) };
    expect(transition(uncertain, fact, NOW)).toMatchObject({ kind: 'next', life: { state: { name: 'retrying' } } });
  });
});

describe('looking', () => {
  const uncertain = (armedSecondsAgo: number, seen = looks): PostLife => ({
    state: { name: 'uncertain', attemptId: 'a1', armedAt: at(-armedSecondsAgo), message: '', looks: seen },
    scheduledAt: at(-armedSecondsAgo),
    worthUntil: at(-1),
  });
  const look = (post: PostLife, sighting: (Fact & { type: 'looked' })['sighting']) =>
    transition(post, { type: 'looked', attemptId: 'a1', sighting, nextLookAt: at(60) }, NOW);
  const seen = { remoteId: 'r5', permalink: 'https://page/r5', text: 't', at: at(-20) };

  test('one match is adopted, with the time it bears', () => {
    expect(look(uncertain(30), { kind: 'found', seen })).toMatchObject({
      life: { state: { name: 'published', remoteId: 'r5', publishedAt: at(-20), proof: 'look' } },
    });
  });
  test('several matches ask a person, with all of them', () => {
    const several = { kind: 'several', seen: [seen, { ...seen, remoteId: 'r6' }] } as const;
    const got = look(uncertain(30), { kind: 'several', seen: [...several.seen] });
    expect(got).toMatchObject({ life: { state: { name: 'needsDecision', candidates: several.seen } } });
  });
  test('absence before the call can have ended does not count', () => {
    const got = look(uncertain(89), { kind: 'absent', proof: false });
    expect(got).toMatchObject({ life: { state: { looks: { done: 1, absent: 0 } } } });
  });
  test('absence counts from then on', () => {
    const got = look(uncertain(90), { kind: 'absent', proof: false });
    expect(got).toMatchObject({ life: { state: { looks: { done: 1, absent: 1, firstAbsentAt: NOW } } } });
  });
  test.each([
    [2, 120, 'needsDecision'],
    [2, 119, 'uncertain'],
    [1, 500, 'uncertain'],
  ])('%i absences before, the first %i s ago: %s', (absent, ago, name) => {
    const got = look(uncertain(900, { done: 5, absent, firstAbsentAt: at(-ago), nextAt: NOW } as never), {
      kind: 'absent',
      proof: false,
    });
    expect(got).toMatchObject({ life: { state: { name } } });
  });
  test('a look that cannot tell is no look', () => {
    const got = look(uncertain(900, { done: 5, absent: 2, firstAbsentAt: at(-600), nextAt: NOW } as never), {
      kind: 'cannotTell',
      message: '',
    });
    expect(got).toMatchObject({ life: { state: { name: 'uncertain', looks: { absent: 2 } } } });
  });
  test('proved absence leads back to publishing', () => {
    expect(look(uncertain(10), { kind: 'absent', proof: true })).toMatchObject({
      life: { state: { name: 'retrying' } },
    });
  });
});

test('an unarmed lease that ends was not sent', () => {
  const state = { ...states.publishing, armedAt: null } as PostState;
  const got = transition({ state, scheduledAt: NOW, worthUntil: null }, facts.leaseEnded as Fact, NOW);
  expect(got).toMatchObject({ life: { state: { name: 'retrying', notBefore: NOW } } });
});

test('arming asks for an unarmed attempt whose lease lives', () => {
  const unarmed = { ...states.publishing, armedAt: null } as PostState;
  const post = { state: unarmed, scheduledAt: NOW, worthUntil: null };
  const arm = (seconds: number, attemptId = 'a1') =>
    transition(post, { type: 'armed', attemptId, at: at(seconds) }, NOW);
  expect(arm(14)).toMatchObject({ life: { state: { armedAt: at(14) } } });
  expect(arm(15).kind).toBe('same');
  expect(arm(1, 'a2').kind).toBe('same');
});

test('a post that is not due or no longer worth saying is not claimed', () => {
  const claim = (scheduledAt: Date, worthUntil: Date | null) =>
    transition({ state: states.scheduled, scheduledAt, worthUntil }, facts.claimed as Fact, NOW).kind;
  expect(claim(at(1), null)).toBe('same');
  expect(claim(at(0), at(0))).toBe('next');
  expect(claim(at(-10), at(-1))).toBe('same');
});

test('a time past the end of its worth is refused', () => {
  const fact: Fact = { type: 'moved', scheduledAt: at(60), worthUntil: at(59) };
  expect(transition({ state: states.scheduled, scheduledAt: NOW, worthUntil: null }, fact, NOW).kind).toBe('refused');
});

function published(remoteId: string): Outcome {
  return { kind: 'published', remoteId, permalink: null };
}
