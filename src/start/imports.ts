import { announcerOf } from '#src/api/announcements/announcer';
import type { ApiDeps } from '#src/api/deps';
import type { ImportDeps } from '#src/imports/deps';

/** What importing is made of: it writes announcements by the very code of the interface for programs. */
export function importDeps(api: ApiDeps): ImportDeps {
  const { database, fetch, logger } = api;
  return { database, fetch, announcer: announcerOf(api), logger, random: Math.random };
}
