import type { RequestHandler } from 'express';
import type { Queues } from '#queue-config/queues';
import { actorOf } from './middleware/authenticate.ts';
import { Refusal } from './problem.ts';

export const QUEUE_BOARD = '/queues';

/**
 * A look into BullMQ's queues for administrators of the cluster. Only a look: the rows say what is to be published, and the
 * queue is their timer, so nothing is mended by moving jobs. Loaded when it is asked for first.
 */
export function queueBoard(queues: Queues): RequestHandler {
  let board: Promise<RequestHandler> | null = null;
  return async (request, response, next) => {
    if (!actorOf(response).person.clusterAdmin) {
      throw new Refusal(403, 'forbidden', 'The queues are of the whole cluster: its administrators may look at them.');
    }
    if (request.method !== 'GET') {
      const detail = 'The queues are only to be looked at: what is to be published is changed with its post.';
      throw new Refusal(405, 'forbidden', detail);
    }
    // Its page asks another site for fonts, and has styles in it.
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; frame-ancestors 'none'",
    );
    board ??= makeBoard(queues);
    (await board)(request, response, next);
  };
}

async function makeBoard(queues: Queues): Promise<RequestHandler> {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ]);
  const serverAdapter = new ExpressAdapter().setBasePath(QUEUE_BOARD);
  const adapters = queues.all().map((queue) => new BullMQAdapter(queue, { readOnlyMode: true }));
  createBullBoard({ queues: adapters, serverAdapter, options: { uiConfig: { boardTitle: 'Kaiku' } } });
  return serverAdapter.getRouter() as RequestHandler;
}
