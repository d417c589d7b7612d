import type { z } from 'zod';
import type { Problem } from '#posts/problem';
import { ChannelInput, ChannelView } from '#posts/schema/channel';
import { patchOf } from '#posts/schema/patch';

const { kind: _kind, slug: _slug, remoteId: _remoteId, ...editable } = ChannelInput.shape;
const READ_ONLY = Object.keys(ChannelView.shape).filter((key) => !(key in editable));

/** A new token is checked at once, like the first one. `organisation: null` takes the page from its organisation. */
export const ChannelPatch = patchOf({ ...editable, organisation: editable.organisation.nullable() }, READ_ONLY).meta({
  id: 'ChannelPatch',
});
export type ChannelPatch = z.output<typeof ChannelPatch>;

/** What a page on a platform needs and the website does not. */
export function credentialProblems(input: z.output<typeof ChannelInput>): Problem[] {
  const given = { remoteId: input.remoteId, accessToken: input.accessToken };
  if (input.kind === 'website-feed') {
    return input.accessToken === undefined
      ? []
      : [{ pointer: '/accessToken', code: 'not-needed', detail: 'the website needs no token' }];
  }
  return Object.entries(given).flatMap(([field, value]) =>
    value === undefined
      ? [{ pointer: `/${field}`, code: 'missing', detail: `a ${input.kind} page needs its ${field}` }]
      : [],
  );
}
