import type { Request, Response } from 'express';
import type { FeedDeps } from './deps.ts';
import type { Made } from './kept.ts';
import type { Site } from './site.ts';

/** What of an address tells one answer from another. */
export type Key = Readonly<Record<string, string | undefined>>;

/** One address of the public site: what its answer depends on, and how that is made. */
export interface PublicRoute {
  /** As Express reads it. */
  readonly path: string;
  /** Whether pages of other sites may read it. */
  readonly shared: boolean;
  key(request: Pick<Request, 'query' | 'params'>): Key;
  make(deps: FeedDeps, site: Site, key: Key): Promise<Made>;
}

/** Pages of other sites may read it and show it. */
export function share(response: Response): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}
