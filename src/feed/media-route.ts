import type { RequestHandler } from 'express';
import { getMedia } from '#src/db/media';
import type { FeedDeps } from './deps.ts';
import { share } from './route.ts';

/** An image never changes: another one has another address. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The bytes of an image, or of a small copy for lists; the ending of its type may follow its id, for readers that look at that. */
export function imageRoute({ database, media }: FeedDeps, which: 'read' | 'small' = 'read'): RequestHandler {
  return async (request, response) => {
    const [id = ''] = String(request.params.id).split('.');
    const row = await getMedia(database.db, id);
    if (!row) {
      response.status(404).set('Cache-Control', 'no-cache').type('text').send('There is no such image.');
      return;
    }
    share(response);
    response.set({
      'Cache-Control': FOR_EVER,
      ETag: which === 'read' ? `"${row.sha256}"` : `"${row.sha256}-small"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
    });
    response.type(which === 'read' ? row.mime : 'image/jpeg').send(Buffer.from(await media[which](row.sha256)));
  };
}
