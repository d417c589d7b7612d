import type { PostState, StateName } from '#posts/state';

export const NOW = new Date('2026-12-01T07:00:00Z');
export const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
export const looks = { done: 0, absent: 0, firstAbsentAt: null, nextAt: NOW };

/** A post in each of its states. */
export const states: Record<StateName, PostState> = {
  draft: { name: 'draft' },
  awaitingApproval: { name: 'awaitingApproval' },
  scheduled: { name: 'scheduled' },
  publishing: { name: 'publishing', attemptId: 'a1', leaseUntil: at(15), armedAt: at(-1) },
  retrying: { name: 'retrying', notBefore: at(-1), message: '' },
  parked: { name: 'parked', reason: 'throttled', until: at(60), message: '' },
  uncertain: { name: 'uncertain', attemptId: 'a1', armedAt: at(-30), message: '', looks },
  needsDecision: { name: 'needsDecision', attemptId: 'a1', armedAt: at(-300), message: '', candidates: [] },
  missed: { name: 'missed', missedAt: NOW },
  rejected: { name: 'rejected', code: 'x', message: '' },
  published: { name: 'published', remoteId: 'r1', permalink: null, publishedAt: NOW, proof: 'answer', note: null },
  retracted: { name: 'retracted', remoteId: 'r1', retractedAt: NOW },
  gone: { name: 'gone', remoteId: 'r1', noticedAt: NOW },
  cancelled: { name: 'cancelled', cancelledAt: NOW },
};
