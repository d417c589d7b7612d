import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ChannelInput } from '#posts/schema/channel';
import { channelOfPage } from '#src/db/channels';
import { keepFor, lookFor } from '#src/db/handovers';
import { changeChannel, connectChannel } from '../channels/connect.ts';
import { mustMay, thingOf } from '../guard.ts';
import { type Call, type Operation, operation, param, type Reply } from '../operation.ts';
import { conflict, invalid, notFound } from '../problem.ts';
import { COOKIE, Offer, redirectUriOf, STATE_MINUTES, Started } from './callback.ts';

const tag = 'channels';
const { slug, name, organisation, languages } = ChannelInput.shape;
const Pages = z.object({
  pages: z.array(
    z.object({
      remoteId: z.string(),
      name: z.string(),
      accessToken: z.string(),
      refreshToken: z.string().nullable(),
      refreshExpiresAt: z.coerce.date().nullable(),
      problem: z.string().nullable(),
    }),
  ),
  notes: z.array(z.string()),
});
const View = z
  .object({
    kind: z.string(),
    pages: z.array(
      z.object({
        remoteId: z.string(),
        name: z.string(),
        problem: z.string().nullable(),
        connected: z.string().nullable(),
      }),
    ),
    notes: z.array(z.string()),
  })
  .meta({ id: 'OfferedPages' });
const Choice = z
  .strictObject({
    remoteId: z.string().min(1).max(200),
    slug: slug.optional(),
    name: name.optional(),
    organisation: organisation.optional(),
    languages: languages.optional(),
  })
  .meta({ id: 'PageChoice' });

const start = operation({
  method: 'get',
  path: '/channels/connect/:kind',
  action: 'channel.connect',
  tag,
  summary: 'Start to connect pages: where to send the person',
  description:
    'Open the address in the browser that asked: a cookie binds the way back to it. It leads to /app/channels with an ' +
    'offer, or with connectError in plain words. Add redirectUri at the platform’s app first.',
  answers: {
    200: {
      description: 'The consent page.',
      schema: z.object({ url: z.string(), redirectUri: z.string() }).meta({ id: 'ConnectStart' }),
    },
  },
  refusals: [404, 409],
  async handle({ deps, actor, params }) {
    const kind = Started.shape.kind.safeParse(param({ params }, 'kind'));
    if (!kind.success) throw notFound('platform to connect', param({ params }, 'kind'));
    const connector = deps.connectors[kind.data];
    if (!connector)
      throw conflict('The keys of this platform’s app are not set; see FACEBOOK_APP_ID and LINKEDIN_CLIENT_ID.');
    const [state, browser] = [randomBytes(24).toString('base64url'), randomBytes(24).toString('base64url')];
    await keepFor(deps.database.db, state, { kind: kind.data, actor: actor.name, browser }, STATE_MINUTES);
    const { publicUrl } = deps.settings;
    const redirectUri = redirectUriOf(publicUrl, kind.data);
    const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
    const cookie = `${COOKIE}=${browser}; Path=/connect; Max-Age=${STATE_MINUTES * 60}; HttpOnly; SameSite=Lax${secure}`;
    return {
      status: 200,
      headers: { 'Set-Cookie': cookie },
      body: { url: connector.consentUrl({ redirectUri, state }), redirectUri },
    };
  },
});

const read = operation({
  method: 'get',
  path: '/channels/connect/offers/:offer',
  action: 'channel.connect',
  tag,
  summary: 'The pages that a consent offers, without their tokens',
  answers: { 200: { description: 'The pages.', schema: View } },
  refusals: [404],
  async handle(call) {
    const { kind, pages, notes } = await offered(call);
    const shown = [];
    for (const { remoteId, name: title, problem } of pages) {
      const channel = await channelOfPage(call.deps.database.db, kind, remoteId);
      shown.push({ remoteId, name: title, problem, connected: channel?.slug ?? null });
    }
    return { status: 200, body: { kind, pages: shown, notes } };
  },
});

const connect = operation({
  method: 'post',
  path: '/channels/connect/offers/:offer',
  action: 'channel.connect',
  tag,
  summary: 'Connect one of the offered pages, or give a connected one its new token',
  body: Choice,
  answers: {
    200: { description: 'It was connected before and publishes again.' },
    201: { description: 'It is connected.' },
  },
  refusals: [404, 409],
  handle: choose,
});

async function choose(call: Call<unknown, z.output<typeof Choice>>): Promise<Reply> {
  const { body, deps } = call;
  const { kind, pages } = await offered(call);
  const page = pages.find(({ remoteId }) => remoteId === body.remoteId);
  const problem = page ? page.problem : 'this page was not offered';
  if (!page || problem !== null) throw invalid([{ pointer: '/remoteId', code: 'not-offered', detail: problem ?? '' }]);
  const tokens = { accessToken: page.accessToken, ...(page.refreshToken ? { refreshToken: page.refreshToken } : {}) };
  const known = await channelOfPage(deps.database.db, kind, page.remoteId);
  if (known) {
    mustMay(call.actor, 'channel.edit', thingOf(known.organisationId), 'channel', known.slug);
    return changeChannel({ ...call, params: { ref: known.id }, revision: null, body: tokens }, page);
  }
  if (body.slug === undefined)
    throw invalid([{ pointer: '/slug', code: 'missing', detail: 'a new channel needs its slug' }]);
  const { remoteId: _remoteId, ...given } = body;
  const input = { kind, remoteId: page.remoteId, ...given, slug: body.slug, name: body.name ?? page.name, ...tokens };
  return connectChannel({ ...call, body: ChannelInput.parse(input) }, page);
}

/** @throws Refusal 404 also when somebody else was given the offer */
async function offered(call: Call<unknown, unknown>) {
  const secret = param(call, 'offer');
  const found = Offer.safeParse(await lookFor(call.deps.database.db, secret));
  if (!found.success || found.data.actor !== call.actor.name) throw notFound('offer', secret.slice(0, 6));
  const { kind, sealed } = found.data;
  return { kind, ...Pages.parse(JSON.parse(call.deps.sealer.open(sealed, 'offer'))) };
}

export const connectOperations: readonly Operation[] = [start, read, connect];
