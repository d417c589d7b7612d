import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { ZodError } from 'zod';
import { controlRoutes } from './control/routes.ts';
import { facebookRouter } from './facebook/router.ts';
import { Refusal } from './http/exchange.ts';
import { send } from './http/perform.ts';
import { linkedinRouter } from './linkedin/router.ts';
import { peopleRoutes } from './people/routes.ts';
import type { World } from './world/world.ts';

/** A client that went away is no error; a wrong control request is told with every problem. */
const failed: ErrorRequestHandler = (error, _req, res, _next) => {
  if (res.headersSent || res.socket === null || res.socket.destroyed) return;
  if (error instanceof Refusal) send(res, error.status, error.body, error.headers);
  else if (error instanceof ZodError) res.status(400).json({ error: 'not understood', issues: error.issues });
  else if (error instanceof RangeError || error instanceof SyntaxError) res.status(400).json({ error: error.message });
  else {
    process.stderr.write(`${JSON.stringify({ event: 'sandbox failed', message: String(error) })}\n`);
    res.status(500).json({ error: 'the sandbox itself failed' });
  }
};

/** Both platforms, the control plane and the pages for people, told apart by host and path. */
export function sandboxApp(world: World): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const facebook = facebookRouter(world);
  const onGraphHost: RequestHandler = (req, res, next) =>
    /^graph\.facebook\.com(?::|$)/.test(req.headers.host ?? '') ? facebook(req, res, next) : next();
  app.use('/sandbox', controlRoutes(world));
  app.use(/^\/v\d+\.\d+(?=\/|$)/, facebook);
  app.use(onGraphHost);
  app.use(linkedinRouter(world));
  app.use(peopleRoutes(world));
  app.use(failed);
  return app;
}
