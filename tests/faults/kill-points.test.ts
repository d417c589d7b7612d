import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { ChannelKind } from '#posts/schema/channel';
import type { PostRow } from '#src/db/posts';
import { KILL_POINTS, type KillPoint } from '#src/publishing/deps';
import { redisUrl } from '../support/redis.ts';
import { kill, openStage, type Stage, until } from './stage.ts';

const KINDS = ['facebook', 'linkedin', 'website-feed'] as const;
/** A job that was only picked up is found stalled after 20 s: so that one comes last. */
const IN_TURN = [...KILL_POINTS.slice(1), KILL_POINTS[0]];

interface Case {
  readonly kind: ChannelKind;
  readonly point: KillPoint;
  readonly post: PostRow;
}

/**
 * What stands on the page after a worker was killed at this point and another took over. An armed attempt whose call was
 * never made is the one thing that only a page which proves absence can tell; elsewhere it is looked for, then asked.
 */
function expected({ kind, point }: Case): { copies: number; states: string[] } {
  if (point === 'armed' && kind !== 'website-feed') return { copies: 0, states: ['uncertain', 'needsDecision'] };
  return { copies: 1, states: ['published'] };
}

describe.each(['postgres', 'redis'] as const)('on %s', (backend) => {
  const here = backend === 'redis' && redisUrl() === null ? test.skip : test;

  here(
    'a worker killed in any gap between two steps leaves a post that another finishes rightly',
    async () => {
      const stage = await openStage(backend);
      // One after the other: a worker takes posts of every kind, and each must meet its own.
      const done: Case[] = [];
      for (const kind of KINDS) done.push(...(await killEverywhere(stage, kind)));
      expect(done).toHaveLength(KINDS.length * KILL_POINTS.length);
      await stage.worker();
      for (const each of done) await until(async () => isSettled(each, await stateOf(stage, each)));
      const table = await Promise.all(
        done.map(async (each) => [each.kind, each.point, await copiesOf(stage, each), await stateOf(stage, each)]),
      );
      for (const [index, each] of done.entries()) {
        const { copies, states } = expected(each);
        const [, , stands, state] = table[index] ?? [];
        const told = `${each.kind}, killed when ${each.point}, is ${state}`;
        expect(states, told).toContain(state);
        expect(stands, `${told}: copies`).toBe(copies);
      }
    },
    300_000,
  );
});

/** At what was expected, or where nothing moves it any more: then the wait is over, and the table below tells what is wrong. */
function isSettled(each: Case, state: string): boolean {
  return expected(each).states.includes(state) || ['published', 'needsDecision', 'rejected', 'missed'].includes(state);
}

async function killEverywhere(stage: Stage, kind: ChannelKind): Promise<Case[]> {
  const page = () => (kind === 'website-feed' ? stage.engine.channel({ kind }) : stage.page(kind));
  const shared = await page();
  // Any job of a page moves its whole line on; a post that its own job must pick up needs a page without other jobs.
  const own = await page();
  const done: Case[] = [];
  for (const point of IN_TURN) {
    const channelId = point === 'picked-up' ? own : shared;
    const post = await stage.engine.post({ channelId, job: false });
    const child = await stage.worker({ KILL_AT: point, KILL_POST: post.id }, 'killable-worker');
    if (child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    done.push({ kind, point, post });
    // The lease's length is another test's matter: here it has passed at once, so that the page's line goes on.
    await stage.engine.deps.database.pool.query(
      `update posts set due_at = now(), state_data = jsonb_set(state_data, '{leaseUntil}', to_jsonb(now()))
       where id = $1 and state = 'publishing'`,
      [post.id],
    );
  }
  // Whoever is killed next, on another page, must not be in the middle of this page's last call: that would be armed and untold.
  const last = done.at(-1) as Case;
  const rest = await stage.worker();
  await until(async () => isSettled(last, await stateOf(stage, last)));
  await kill(rest);
  return done;
}

async function stateOf(stage: Stage, { post }: Case): Promise<string> {
  return (await stage.engine.read(post.id)).state;
}

async function copiesOf(stage: Stage, { kind, post }: Case): Promise<number> {
  if (kind !== 'website-feed') return stage.copies(post).length;
  const { pool } = stage.engine.deps.database;
  const { rows } = await pool.query('select count(*)::int as items from feed_items where post_id = $1', [post.id]);
  return rows[0].items;
}
