import type { Sealer } from './seal.ts';

/** Tokens are sealed for their own row and column, so that nobody can move one to another page. */
const placeOf = (channelId: string, column: string) => `channel:${channelId}:${column}`;

const COLUMNS = ['accessToken', 'refreshToken'] as const;
type Column = (typeof COLUMNS)[number];

interface SealedTokens {
  readonly id: string;
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
}

/** For writing to the channels table. */
export function sealTokens(
  sealer: Sealer,
  channelId: string,
  clear: { accessToken: string | null; refreshToken: string | null },
) {
  const seal = (token: string | null, column: string) =>
    token ? sealer.seal(token, placeOf(channelId, column)) : null;
  return {
    accessToken: seal(clear.accessToken, 'accessToken'),
    refreshToken: seal(clear.refreshToken, 'refreshToken'),
  };
}

/** For one call to a platform; never kept. @throws CannotOpen */
export function openTokens(sealer: Sealer, row: SealedTokens): { accessToken: string; refreshToken: string | null } {
  const open = (sealed: string | null, column: string) =>
    sealed ? sealer.open(sealed, placeOf(row.id, column)) : null;
  return {
    accessToken: open(row.accessToken, 'accessToken') ?? '',
    refreshToken: open(row.refreshToken, 'refreshToken'),
  };
}

/** The columns of a page that an earlier secret sealed, under the current one; null: there is none. @throws CannotOpen */
export function resealTokens(sealer: Sealer, row: SealedTokens): Partial<Record<Column, string>> | null {
  const changed: Partial<Record<Column, string>> = {};
  for (const column of COLUMNS) {
    const sealed = row[column];
    if (sealed === null || !sealer.isOutdated(sealed)) continue;
    const place = placeOf(row.id, column);
    changed[column] = sealer.seal(sealer.open(sealed, place), place);
  }
  return Object.keys(changed).length > 0 ? changed : null;
}
