import { expect, test } from 'vitest';
import { arrived } from '#posts/arrived';
import { STATE_NAMES, type StateName } from '#posts/state';
import { NOW, states } from '../support/states.ts';

const BECOMES: Partial<Record<StateName, StateName>> = {
  awaitingApproval: 'draft',
  scheduled: 'draft',
  retrying: 'draft',
  parked: 'draft',
  publishing: 'needsDecision',
  uncertain: 'needsDecision',
};

test.each(STATE_NAMES)('%s', (name) => {
  const state = arrived(states[name]);
  expect(state.name).toBe(BECOMES[name] ?? name);
  if (!BECOMES[name]) expect(state).toEqual(states[name]);
});

test('on its way, but not yet told the platform: it had not gone out', () => {
  expect(arrived({ name: 'publishing', attemptId: 'a', leaseUntil: NOW, armedAt: null })).toEqual({ name: 'draft' });
});
