import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueAt } from '#posts/due';
import type { Outcome, Sighting } from '#posts/outcome';
import { FACT_TYPES, type Fact, type PostLife, PostState, STATE_NAMES, type StateName } from '#posts/state';
import { possibleActs, transition } from '#posts/transition';

const START = new Date('2026-10-25T00:00:00Z').getTime();
const instant = fc.integer({ min: -100_000, max: 100_000 }).map((seconds) => new Date(START + seconds * 1000));
const attemptId = fc.oneof({ weight: 8, arbitrary: fc.constant('a1') }, { weight: 1, arbitrary: fc.constant('a2') });
const message = fc.constant('');
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const seen = fc.record({
  remoteId: fc.constantFrom('r1', 'r2'),
  permalink: fc.constant(null),
  text: message,
  at: instant,
});

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({
    kind: fc.constant('published' as const),
    remoteId: fc.constantFrom('r1', 'r2'),
    permalink: fc.constant(null),
  }),
  fc.record({ kind: fc.constantFrom('notSent' as const, 'authExpired' as const, 'permission' as const), message }),
  fc.record({ kind: fc.constantFrom('misconfigured' as const, 'uncertain' as const), message }),
  fc.record({ kind: fc.constant('throttled' as const), until: instant, message }),
  fc.record({ kind: fc.constant('blocked' as const), until: maybe(instant), message }),
  fc.record({ kind: fc.constant('rejected' as const), code: message, message }),
);
const sighting: fc.Arbitrary<Sighting> = fc.oneof(
  fc.record({ kind: fc.constant('found' as const), seen }),
  fc.record({ kind: fc.constant('several' as const), seen: fc.array(seen, { minLength: 2, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('absent' as const), proof: fc.boolean() }),
  fc.record({ kind: fc.constant('cannotTell' as const), message }),
);
const bare = FACT_TYPES.filter((type) => ['approved', 'returned', 'released', 'worthPassed'].includes(type));
const ending = FACT_TYPES.filter((type) => ['cancelled', 'retracted', 'gone'].includes(type));
// Weighted so that a history lives long: the machinery's facts are frequent, the ends rare.
const often = (weight: number, arbitrary: fc.Arbitrary<unknown>) => ({
  weight,
  arbitrary: arbitrary as fc.Arbitrary<Fact>,
});
const leaseUntil = fc.integer({ min: 1, max: 200_000 }).map((seconds) => new Date(START + seconds * 1000));
const fact = fc.oneof(
  often(3, fc.record({ type: fc.constantFrom(...bare) })),
  often(1, fc.record({ type: fc.constantFrom(...ending) })),
  often(3, fc.record({ type: fc.constantFrom('submitted', 'edited'), mayApprove: fc.boolean() })),
  often(2, fc.record({ type: fc.constant('moved'), scheduledAt: instant, worthUntil: maybe(instant) })),
  often(9, fc.record({ type: fc.constant('claimed'), attemptId, leaseUntil })),
  often(9, fc.record({ type: fc.constant('armed'), attemptId, at: instant })),
  often(3, fc.record({ type: fc.constantFrom('leaseEnded', 'restored'), attemptId })),
  often(6, fc.record({ type: fc.constant('answered'), attemptId, outcome, retryAt: instant })),
  often(9, fc.record({ type: fc.constant('looked'), attemptId, sighting, nextLookAt: instant })),
  often(
    1,
    fc.record({
      type: fc.constant('held'),
      reason: fc.constantFrom('paused', 'throttled'),
      until: maybe(instant),
      message,
    }),
  ),
  often(
    1,
    fc.record({ type: fc.constant('adopted'), remoteId: fc.constantFrom('r1', 'r2'), permalink: fc.constant(null) }),
  ),
  often(2, fc.record({ type: fc.constantFrom('publishAgain', 'retried'), worthUntil: maybe(instant) })),
);
const history = fc.array(fc.record({ fact, now: instant }), { minLength: 1, maxLength: 80, size: 'max' });

const fresh: PostLife = {
  state: { name: 'draft' },
  scheduledAt: new Date(START),
  worthUntil: new Date(START + 86_400_000),
};
const OUT: readonly StateName[] = ['published', 'retracted', 'gone'];

/** Whether this answer says for certain that the armed call published nothing. */
function provesNothingWentOut(happened: Fact): boolean {
  if (happened.type === 'answered')
    return happened.outcome.kind !== 'uncertain' && happened.outcome.kind !== 'published';
  return happened.type === 'looked' && happened.sighting.kind === 'absent' && happened.sighting.proof;
}

function run(
  steps: readonly { fact: Fact; now: Date }[],
  check: (before: PostLife, after: PostLife, fact: Fact) => void,
) {
  let post = fresh;
  for (const { fact: happened, now } of steps) {
    const answer = transition(post, happened, now);
    if (answer.kind !== 'next') continue;
    check(post, answer.life, happened);
    post = answer.life;
  }
  return post;
}

test('what is out is never published again', () => {
  fc.assert(
    fc.property(history, (steps) => {
      let timesOut = 0;
      run(steps, (before, after) => {
        if (OUT.includes(before.state.name)) expect(OUT).toContain(after.state.name);
        if (!OUT.includes(before.state.name) && after.state.name === 'published') timesOut += 1;
      });
      expect(timesOut).toBeLessThanOrEqual(1);
    }),
    { numRuns: 3_000 },
  );
});

test('after an armed call, only proof or a person leads back to publishing', () => {
  fc.assert(
    fc.property(history, (steps) => {
      let unclear = false;
      run(steps, (before, after, happened) => {
        if (before.state.name === 'publishing' && before.state.armedAt) unclear = true;
        if (unclear && provesNothingWentOut(happened)) unclear = false;
        if (happened.type === 'publishAgain') unclear = false;
        if (unclear) expect(['scheduled', 'retrying', 'parked', 'missed']).not.toContain(after.state.name);
        if (after.state.name === 'publishing')
          expect(unclear || !after.state.armedAt || before.state.name === 'publishing').toBe(true);
      });
    }),
    { numRuns: 3_000 },
  );
});

test('every state a post can reach is picked up by time, by a person, or is an end', () => {
  const byPerson: readonly StateName[] = ['draft', 'awaitingApproval', 'needsDecision', 'missed', 'rejected', 'parked'];
  fc.assert(
    fc.property(history, (steps) => {
      const { name } = run(steps, () => undefined).state;
      const post = run(steps, () => undefined);
      const ends: readonly StateName[] = [...OUT, 'cancelled'];
      if (ends.includes(name)) return;
      if (byPerson.includes(name)) expect(possibleActs(name).length).toBeGreaterThan(0);
      else expect(dueAt(post)).not.toBeNull();
    }),
    { numRuns: 3_000 },
  );
});

test('every state survives being written down as JSON', () => {
  const reached = new Set<StateName>();
  fc.assert(
    fc.property(history, (steps) => {
      run(steps, (_before, { state }) => {
        reached.add(state.name);
        expect(PostState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
      });
    }),
    { numRuns: 3_000 },
  );
  expect([...reached].toSorted()).toEqual([...STATE_NAMES].toSorted());
});
