import { z } from 'zod';
import type { Access, Followers } from '../contract.ts';
import { harmless } from '../words.ts';
import { classify, facebookWords } from './classify.ts';
import type { FacebookDeps } from './deps.ts';

const Page = z.object({ followers_count: z.int().min(0).optional().catch(undefined) });

/** `followers_count` of the page (platforms contract §1.8). */
export async function followers(deps: FacebookDeps, access: Access): Promise<Followers> {
  const reply = await deps.client.call({
    method: 'get',
    path: access.remoteId,
    params: { fields: 'followers_count' },
    token: access.accessToken,
  });
  if (reply.kind !== 'ok') return { count: null, failure: harmless(classify(reply, deps.now()), facebookWords) };
  const page = Page.safeParse(reply.body);
  return { count: (page.success ? page.data.followers_count : undefined) ?? null, failure: null };
}
