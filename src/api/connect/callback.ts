import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import { writeAudit } from '#src/db/audit';
import { keepFor, takeFor } from '#src/db/handovers';
import type { ApiDeps } from '../deps.ts';

export const COOKIE = 'kaiku_connect';
/** For how long somebody may look at a consent page. */
export const STATE_MINUTES = 15;
const OFFER_MINUTES = 30;

export const Started = z.object({ kind: z.enum(['facebook', 'linkedin']), actor: z.string(), browser: z.string() });
export const Offer = z.object({ kind: z.enum(['facebook', 'linkedin']), actor: z.string(), sealed: z.string() });

export function redirectUriOf(publicUrl: string, kind: string): string {
  return `${publicUrl}/connect/${kind}/callback`;
}

/**
 * Where the platforms send people back to: outside of `/api/v1`, because the platform's page leads here. The state must
 * be ours, unused, and of this very browser; everything else ends in the interface, in plain words.
 */
export function connectRouter(deps: ApiDeps): Router {
  const router = Router();
  router.get('/connect/:kind/callback', async (request, response) => {
    const { db } = deps.database;
    const query = z
      .object({ state: z.string().catch(''), code: z.string().optional().catch(undefined) })
      .parse(request.query);
    const back = (told: Record<string, string>) => response.redirect(`/app/channels?${new URLSearchParams(told)}`);
    /** `connectWhy` is for the interface, which has words of its own; `connectError` for everybody else. */
    const refuse = (connectWhy: string, connectError: string) => back({ connectError, connectWhy });
    const started = Started.safeParse(await takeFor(db, query.state));
    const cookie = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1];
    response.clearCookie(COOKIE, { path: '/connect' });
    if (!started.success || started.data.kind !== request.params.kind || started.data.browser !== cookie) {
      return refuse(
        'unknown-way',
        'This way back is not known, was used before, or began in another browser. Start again.',
      );
    }
    const { kind, actor } = started.data;
    const connector = deps.connectors[kind];
    if (!connector) return refuse('no-keys', 'The keys of this platform’s app are not set.');
    if (query.code === undefined)
      return refuse('not-given', 'The platform was not given leave. Nothing was connected.');
    const consent = await connector.take({
      redirectUri: redirectUriOf(deps.settings.publicUrl, kind),
      code: query.code,
    });
    if (consent.kind === 'refused') return refuse(consent.why, `Nothing was connected: ${consent.message}.`);
    const offer = randomBytes(24).toString('base64url');
    const sealed = deps.sealer.seal(JSON.stringify({ pages: consent.pages, notes: consent.notes }), 'offer');
    await keepFor(db, offer, { kind, actor, sealed }, OFFER_MINUTES);
    await writeAudit(db, {
      actor,
      action: 'channel.consented',
      thing: 'channel',
      thingId: null,
      detail: { kind, pages: consent.pages.length },
    });
    return back({ offer });
  });
  return router;
}
