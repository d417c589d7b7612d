import type { Post } from '../api/wire.ts';

const TELLS_MORE: readonly Post['state'][] = [
  'retrying',
  'parked',
  'uncertain',
  'needsDecision',
  'rejected',
  'published',
];

/** The reason within the server's sentence about a state, such as the platform's own words; null where there is none. */
export function serverWords({ state, stateMessage }: Pick<Post, 'state' | 'stateMessage'>): string | null {
  if (!TELLS_MORE.includes(state)) return null;
  if (state === 'published') return stateMessage.replace(/^It is out\.\s*/, '') || null;
  return stateMessage;
}
