import { randomUUID } from 'node:crypto';
import express, { type Express, Router } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import { announcementOperations } from './announcements/routes.ts';
import { auditOperations } from './audit/routes.ts';
import { channelOperations } from './channels/routes.ts';
import { clusterOperations } from './cluster/routes.ts';
import type { ApiDeps } from './deps.ts';
import { errorHandler } from './errors.ts';
import { mediaOperations } from './media/routes.ts';
import { authenticate } from './middleware/authenticate.ts';
import { jsonBody } from './middleware/body.ts';
import { namedThingOperations } from './named-things/routes.ts';
import type { Operation } from './operation.ts';
import { postOperations } from './posts/routes.ts';
import { Refusal } from './problem.ts';
import { handler } from './run.ts';
import { summaryOperations } from './summaries/routes.ts';

/** Every operation of the interface. A new resource is a folder here and a line below. */
export const OPERATIONS: readonly Operation[] = [
  ...announcementOperations,
  ...postOperations,
  ...channelOperations,
  ...mediaOperations,
  ...namedThingOperations,
  ...clusterOperations,
  ...summaryOperations,
  ...auditOperations,
];

/** The HTTP server's application: the interface for programs, the public site beside it. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  app.use((request, response, next) => {
    request.id = randomUUID();
    response.setHeader('X-Request-Id', request.id);
    next();
  });
  app.use(pinoHttp({ logger: deps.logger, genReqId: (request) => request.id }));
  app.use(helmet(headers(deps.settings.publicUrl)));
  app.use('/api/v1', authenticate(deps.database.db), ...jsonBody(), operationsRouter(deps));
  app.use((request, _response, next) => {
    next(new Refusal(404, 'not-found', `There is nothing at ${request.method} ${request.path}. See /api/docs.`));
  });
  app.use(errorHandler(deps));
  return app;
}

function operationsRouter(deps: ApiDeps): Router {
  const router = Router();
  for (const operation of OPERATIONS) router[operation.method](operation.path, handler(operation, deps));
  return router;
}

/** Without https a browser must not be told to use it. */
function headers(publicUrl: string): Parameters<typeof helmet>[0] {
  if (publicUrl.startsWith('https:')) return {};
  return { strictTransportSecurity: false, contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } };
}
