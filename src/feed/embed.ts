import { existsSync } from 'node:fs';
import type { RequestHandler } from 'express';
import { share } from './route.ts';

/** The script of `<kaiku-list>`: other sites load it, so it changes behind their backs an hour later at most. */
export function embedRoute(file: string | undefined): RequestHandler {
  return (_request, response) => {
    if (!file || !existsSync(file)) {
      response.status(503).type('text').send('The script was not built. Run: npm run build');
      return;
    }
    share(response);
    response.sendFile(file, { maxAge: '1h' });
  };
}
