import { z } from 'zod';
import type { Access, Followers } from '../contract.ts';
import { harmless } from '../words.ts';
import { classify, linkedInWords } from './classify.ts';
import { type LinkedInDeps, organisationOf } from './deps.ts';

const Size = z.object({ firstDegreeSize: z.int().min(0) });

/** Followers of the organisation's page, by the size of its network (platforms contract §2.8). */
export async function followers(deps: LinkedInDeps, access: Access): Promise<Followers> {
  const reply = await deps.client.get({
    path: '/networkSizes/{urn}',
    keys: { urn: organisationOf(access) },
    query: { edgeType: 'COMPANY_FOLLOWED_BY_MEMBER' },
    token: access.accessToken,
  });
  if (reply.kind !== 'ok') return { count: null, failure: harmless(classify(reply, deps.now()), linkedInWords) };
  const size = Size.safeParse(reply.body);
  return { count: size.success ? size.data.firstDegreeSize : null, failure: null };
}
