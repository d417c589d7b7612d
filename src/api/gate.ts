import { type ForGate, linksToCheck, passGate } from '#posts/gate';
import type { Note } from '#posts/problem';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import type { GuardedFetch } from '#src/net/guarded-fetch';
import { invalid } from './problem.ts';

const TIMEOUT_MS = 4_000;
/** Some servers know no HEAD, or answer it wrongly. */
const ASK_AGAIN = 'badStatus';

/** Why an address does not answer, by the address. */
export type DeadLinks = ReadonlyMap<string, string>;

/** Asks every address that people are led to. Not within a transaction: it takes as long as the slowest of them. */
export async function deadLinks(fetch: GuardedFetch, what: ForGate): Promise<DeadLinks> {
  const urls = [...new Set(linksToCheck(what).map(({ url }) => url))];
  const asked = await Promise.all(urls.map(async (url) => [url, await whyDead(fetch, url)] as const));
  return new Map(asked.flatMap(([url, why]) => (why === null ? [] : [[url, why] as const])));
}

async function whyDead(fetch: GuardedFetch, url: string): Promise<string | null> {
  const bounds = { timeoutMs: TIMEOUT_MS, maxRedirects: 5, maxBytes: 64_000 };
  const head = await fetch(url, { ...bounds, method: 'HEAD' });
  if (head.ok) return null;
  const answer = head.reason === ASK_AGAIN ? await fetch(url, bounds) : head;
  // Whatever it is that it sends, it answers.
  if (answer.ok || answer.reason === 'tooLarge' || answer.reason === 'unreadable') return null;
  return answer.detail;
}

/**
 * What the cluster's settings make of a missing language or a dead link.
 * @returns what is worth telling
 * @throws Refusal 422 with everything that the settings refuse
 */
export async function throughGate(db: Database, what: ForGate, dead: DeadLinks): Promise<Note[]> {
  const { languages, gate } = await getCluster(db);
  const { problems, notes } = passGate(what, languages, dead, gate);
  if (problems.length > 0) throw invalid(problems);
  return notes;
}
