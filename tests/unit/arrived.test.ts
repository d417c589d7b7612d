import { expect, test } from 'vitest';
import { arrived } from '#posts/arrived';
import { type PostState, STATE_NAMES, type StateName } from '#posts/state';

const at = new Date('2026-01-01T09:00:00Z');
const STATES: Record<StateName, PostState> = {
  draft: { name: 'draft' },
  awaitingApproval: { name: 'awaitingApproval' },
  scheduled: { name: 'scheduled' },
  publishing: { name: 'publishing', attemptId: 'a', leaseUntil: at, armedAt: at },
  retrying: { name: 'retrying', notBefore: at, message: '' },
  parked: { name: 'parked', reason: 'paused', until: null, message: '' },
  uncertain: {
    name: 'uncertain',
    attemptId: 'a',
    armedAt: at,
    message: '',
    looks: { done: 0, absent: 0, firstAbsentAt: null, nextAt: at },
  },
  needsDecision: { name: 'needsDecision', attemptId: 'a', armedAt: at, message: '', candidates: [] },
  missed: { name: 'missed', missedAt: at },
  rejected: { name: 'rejected', code: 'c', message: '' },
  published: { name: 'published', remoteId: 'r', permalink: null, publishedAt: at, proof: 'answer', note: null },
  retracted: { name: 'retracted', remoteId: 'r', retractedAt: at },
  gone: { name: 'gone', remoteId: 'r', noticedAt: at },
  cancelled: { name: 'cancelled', cancelledAt: at },
};
const BECOMES: Partial<Record<StateName, StateName>> = {
  awaitingApproval: 'draft',
  scheduled: 'draft',
  retrying: 'draft',
  parked: 'draft',
  publishing: 'needsDecision',
  uncertain: 'needsDecision',
};

test.each(STATE_NAMES)('%s', (name) => {
  const state = arrived(STATES[name]);
  expect(state.name).toBe(BECOMES[name] ?? name);
  if (!BECOMES[name]) expect(state).toEqual(STATES[name]);
});

test('on its way, but not yet told the platform: it had not gone out', () => {
  expect(arrived({ name: 'publishing', attemptId: 'a', leaseUntil: at, armedAt: null })).toEqual({ name: 'draft' });
});
