import { describe, expect, test } from 'vitest';
import { eventOf, nextTryInMs, troubleOf } from '#posts/webhooks';

const HOUR = 3_600_000;
const entry = (thing: string, action: string, detail: Record<string, unknown>) => ({
  actor: 'x',
  action,
  thing,
  thingId: 'id',
  detail,
});

describe('what an entry of the audit log is to a receiver', () => {
  test.each([
    ['post', 'post.answered', { from: 'publishing', to: 'published' }, 'post.published'],
    ['post', 'post.looked', { from: 'uncertain', to: 'published' }, 'post.published'],
    ['post', 'post.answered', { from: 'publishing', to: 'rejected' }, 'post.failed'],
    ['post', 'post.looked', { from: 'uncertain', to: 'needsDecision' }, 'post.needsDecision'],
    ['post', 'post.worthPassed', { from: 'scheduled', to: 'missed' }, 'post.missed'],
    ['post', 'post.edited', { from: 'published', to: 'published' }, null],
    ['post', 'post.claimed', { from: 'scheduled', to: 'publishing' }, null],
    ['post', 'post.cancel.refused', { state: 'published', why: '' }, null],
    ['channel', 'channel.held', { reason: 'reconnect' }, 'channel.needsReconnect'],
    ['channel', 'channel.held', { reason: 'permission' }, 'channel.needsReconnect'],
    ['channel', 'channel.held', { reason: 'throttled' }, null],
    ['announcement', 'announcement.approved', { from: 'awaitingApproval', to: 'open' }, 'announcement.approved'],
    ['announcement', 'announcement.submitted', { from: 'draft', to: 'open' }, 'announcement.approved'],
    ['announcement', 'announcement.submitted', { from: 'draft', to: 'awaitingApproval' }, null],
    ['announcement', 'announcement.created', { state: 'open', posts: 2 }, 'announcement.approved'],
    ['announcement', 'announcement.created', { state: 'draft', posts: 2 }, null],
    ['announcement', 'announcement.edited', { from: 'open', to: 'open' }, null],
    ['announcement', 'announcement.cancelled', { from: 'draft', to: 'cancelled' }, null],
    ['request', 'request.refused', { to: 'published' }, null],
  ])('%s %s %j: %s', (thing, action, detail, event) => {
    expect(eventOf(entry(thing, action, detail))).toBe(event);
  });
});

test('tries are spread over about a day, and then end', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7].map((tries) => nextTryInMs(tries, 0) ?? 0);
  expect([...waits]).toEqual([...waits].sort((one, other) => one - other));
  const all = waits.reduce((sum, wait) => sum + wait, 0);
  expect(all).toBeGreaterThan(22 * HOUR);
  expect(all).toBeLessThan(25 * HOUR);
  expect(nextTryInMs(8, 0)).toBeNull();
  expect(nextTryInMs(1, 0.99)).toBeLessThan(5_500);
});

test.each([
  [23, 500, 'none'],
  [24, 500, 'failing'],
  [119, null, 'failing'],
  [120, null, 'disabled'],
  [0, 410, 'disabled'],
] as const)('after %i h of failing with %s: %s', (hours, status, trouble) => {
  const now = new Date('2026-11-25T12:00:00Z');
  expect(troubleOf(new Date(now.getTime() - hours * HOUR), status, now)).toBe(trouble);
});
