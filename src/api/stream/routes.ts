import { Router } from 'express';
import type { Database } from '#src/db/client';
import { personIdOf } from '#src/db/people';
import type { Actor, ApiDeps } from '../deps.ts';
import { seesThing } from '../guard.ts';
import { actorOf } from '../middleware/authenticate.ts';
import { type Change, watchChanges } from './changes.ts';

/** Proxies end a connection on which nothing is heard; 60 s is a common limit. */
const HEARTBEAT_MS = 20_000;

/**
 * `GET /stream`: server-sent events (text/event-stream). Every event names what changed – `{action, thing, thingId}` –
 * and the reader reads it again over the interface. No event is kept: a reader that connects anew reads everything.
 */
export function streamRouter({ database, logger }: Pick<ApiDeps, 'database' | 'logger'>): Router {
  const changes = watchChanges(database.db, (error) => logger.warn({ err: error }, 'changes could not be read'));
  const router = Router();
  router.get('/stream', async (_request, response) => {
    const actor = actorOf(response);
    const tell = async (change: Change) => {
      if (await mayHear(database.db, actor, change)) response.write(written(change));
    };
    const stop = await changes.listen((change) => {
      tell(change).catch((error) => logger.warn({ err: error }, 'a change was not told'));
    });
    // It may have gone while we looked.
    if (response.closed) return stop();
    response.on('close', stop);
    response.set({
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      // nginx would hold the events back until its buffer is full.
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
    response.write(': connected\n\n');
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
    heartbeat.unref();
    response.on('close', () => clearInterval(heartbeat));
  });
  return router;
}

/** A change of what one may not see is not told; of the rest, names and words stay with the interface anyway. */
async function mayHear(db: Database, actor: Actor, { thing, thingId }: Change): Promise<boolean> {
  if (thing === 'notice') return thingId === personIdOf(actor.name);
  if (actor.person.clusterAdmin) return true;
  if (['key', 'person', 'request'].includes(thing)) return false;
  return seesThing(db, actor, thing, thingId);
}

/** JSON has no line ends of its own, so one data line is enough. */
function written({ id, ...told }: Change): string {
  return `id: ${id}\nevent: change\ndata: ${JSON.stringify(told)}\n\n`;
}
