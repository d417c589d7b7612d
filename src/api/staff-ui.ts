import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';

/** A year: the file names of what was built change with their content. */
const FOR_EVER = { immutable: true, maxAge: '365d' } as const;

/**
 * The staff interface as it was built, below /app/. Any address there that is no file is a page of it.
 * @param folder where the build lies; without one the address says how to build it
 */
export function staffUi(folder: string): Router {
  const router = Router();
  const page = join(folder, 'index.html');
  router.use('/assets', express.static(join(folder, 'assets'), FOR_EVER), (_request, response) => {
    response.status(404).type('text').send('There is no such file.');
  });
  router.use(express.static(folder, { index: false, maxAge: 0 }));
  router.get('/{*any}', (_request, response) => {
    if (existsSync(page)) response.setHeader('Cache-Control', 'no-cache').sendFile(page);
    else response.status(503).type('text').send('The staff interface was not built. Run: npm run build');
  });
  return router;
}
