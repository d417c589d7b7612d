import { randomUUID } from 'node:crypto';
import express, { type Express, type RequestHandler, Router } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import swaggerUi from 'swagger-ui-express';
import { withOrigin } from '#src/db/audit';
import { previewRouter } from '#src/feed/preview';
import { feedRouter } from '#src/feed/routes';
import { shortLinkRouter } from '#src/feed/short-links';
import { connectRouter } from './connect/callback.ts';
import type { ApiDeps } from './deps.ts';
import { errorHandler } from './errors.ts';
import { actorOf, authenticate } from './middleware/authenticate.ts';
import { jsonBody } from './middleware/body.ts';
import { traced } from './middleware/traced.ts';
import { openApiDocument } from './openapi.ts';
import { OPERATIONS } from './operations.ts';
import { Refusal } from './problem.ts';
import { QUEUE_BOARD, queueBoard } from './queue-board.ts';
import { handler } from './run.ts';
import { staffUi } from './staff-ui.ts';
import { streamRouter } from './stream/routes.ts';

/** The HTTP server's application: the interface for programs, the public site beside it. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  app.use(shortLinkRouter({ db: deps.database.db, clicks: deps.clicks }));
  app.use((request, response, next) => {
    request.id = randomUUID();
    response.setHeader('X-Request-Id', request.id);
    next();
  });
  // The address has the query in it, with secrets taken out; as fields beside it, a consent's code would stand there bare.
  const serializers = { req: ({ query: _query, params: _params, ...rest }: Record<string, unknown>) => rest };
  app.use(traced());
  app.use(pinoHttp({ logger: deps.logger, genReqId: (request) => request.id, serializers }));
  app.use(helmet(headers(deps.settings.publicUrl)));
  app.use('/api', (request, _response, next) => {
    const program = request.get('user-agent')?.slice(0, 200) ?? null;
    withOrigin({ address: request.ip ?? null, program }, next);
  });
  // Asked by who is not signed in yet.
  app.get('/api/ways-in', (_request, response) => {
    response.json({ singleSignOn: deps.auth.singleSignOn });
  });
  app.all('/api/auth/{*any}', deps.auth.handler);
  app.use('/api/v1', authenticate(deps), ...jsonBody(), streamRouter(deps), operationsRouter(deps));
  app.use(connectRouter(deps));
  app.use(healthRouter(deps));
  app.get('/metrics', authenticate(deps), metrics(deps));
  app.use(QUEUE_BOARD, authenticate(deps), queueBoard(deps.queues));
  app.use('/api', documentRouter());
  if (deps.settings.staffUiFolder) app.use('/app', staffUi(deps.settings.staffUiFolder));
  app.use(previewRouter(deps));
  app.use(feedRouter(deps));
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

/** For whoever watches the process: whether it runs, and whether it can work. */
function healthRouter({ database, settings }: ApiDeps): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok', sandbox: settings.sandboxOrigin ?? null });
  });
  router.get('/readyz', async (_request, response) => {
    const ready = await database.pool.query('select 1').then(
      () => true,
      () => false,
    );
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'the database does not answer' });
  });
  return router;
}

/** For Prometheus, which sends an API key of the whole cluster: numbers tell of every organisation. */
function metrics({ meters }: ApiDeps): RequestHandler {
  return async (_request, response) => {
    if (!actorOf(response).person.clusterAdmin)
      throw new Refusal(
        403,
        'forbidden',
        'The metrics tell of the whole cluster: send a key that is not of one organisation.',
      );
    const { contentType, text } = await meters.read();
    response.setHeader('Content-Type', contentType).end(text);
  };
}

/** The document and a page to read it, both served from here: nothing is loaded from elsewhere. */
function documentRouter(): Router {
  const router = Router();
  const document = openApiDocument(OPERATIONS);
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.use('/docs', swaggerUi.serve, swaggerUi.setup(document, { customSiteTitle: 'Kaiku API' }));
  return router;
}

/** Without https a browser must not be told to use it. */
function headers(publicUrl: string): Parameters<typeof helmet>[0] {
  if (publicUrl.startsWith('https:')) return {};
  return { strictTransportSecurity: false, contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } };
}
