import { problemOf } from './problem.ts';

/** How signing in went. */
export type Entry =
  | { readonly is: 'in' | 'code-asked' | 'wrong' | 'expired' }
  /** Too many tries from this address. */
  | { readonly is: 'wait'; readonly seconds: number };

const WAIT_SECONDS = 60;

/** What an answer of `/api/auth` means. @throws ApiProblem when it means none of these */
export async function entryOf(response: Response): Promise<Entry> {
  if (response.status === 429) {
    return { is: 'wait', seconds: Number(response.headers.get('X-Retry-After')) || WAIT_SECONDS };
  }
  if (response.ok) {
    const body = (await response.json()) as { twoFactorRedirect?: boolean } | null;
    return { is: body?.twoFactorRedirect ? 'code-asked' : 'in' };
  }
  const problem = await problemOf(response);
  if (['INVALID_TOKEN', 'INVALID_TWO_FACTOR_COOKIE', 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE'].includes(problem.code)) {
    return { is: 'expired' };
  }
  if (response.status === 401 || ['INVALID_EMAIL', 'INVALID_PASSWORD'].includes(problem.code)) return { is: 'wrong' };
  throw problem;
}
