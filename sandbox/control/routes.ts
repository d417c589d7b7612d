import express, { Router } from 'express';
import { z } from 'zod';
import { SANDBOX_PAGES } from '../seed.ts';
import { FAULT_MODES, OPERATIONS } from '../world/faults.ts';
import { TOKEN_STATES } from '../world/tokens.ts';
import type { World } from '../world/world.ts';

const FaultBody = z.strictObject({
  platform: z.enum(['facebook', 'linkedin']),
  page: z.string().optional(),
  operation: z.enum([...OPERATIONS, 'any']),
  mode: z.enum(FAULT_MODES),
  times: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
  seed: z.int().optional(),
  delayMs: z.number().min(0).optional(),
  created: z.boolean().optional(),
  code: z.int().optional(),
  subcode: z.int().optional(),
  minutes: z.number().optional(),
  window: z.enum(['day', 'minute']).optional(),
});
const Instant = z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]);
const ClockBody = z.strictObject({
  advanceMs: z.number().optional(),
  setTo: Instant.optional(),
  freeze: z.boolean().optional(),
});
const PostBody = z.strictObject({
  page: z.string(),
  text: z.string(),
  link: z.url().optional(),
  createdAt: Instant.optional(),
});
const TokenBody = z.strictObject({ token: z.string(), state: z.enum(TOKEN_STATES) });
const Count = z.int().min(0).optional();
const NumbersBody = z.strictObject({
  views: Count,
  reach: Count,
  reactions: Count,
  comments: Count,
  shares: Count,
  clicks: Count,
});
const SwitchesBody = z
  .strictObject({
    trimMessages: z.boolean(),
    usageHeadersAfter: z.number(),
    callsPerHour: z.number().positive(),
    refuseConsecutiveDuplicates: z.boolean(),
    missingIds: z.enum(['fail', 'omit']),
    retiredMetrics: z.array(z.string()),
    linkedinVersions: z.array(z.string()),
    developmentTier: z.boolean(),
    imageProcessingMs: z.number().min(0),
    unreadyImage: z.enum(['publish-failed', 'refuse']),
    duplicateWindowMs: z.number().min(0),
    duplicateRemembersDeleted: z.boolean(),
    strictUrns: z.boolean(),
    statisticsLagMs: z.number().min(0),
    refreshTokens: z.boolean(),
  })
  .partial();

/** Drops what was left out, so that it does not overwrite. */
function given<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}

/** The hands behind the stage, at /sandbox. Never reached by Kaiku itself. */
export function controlRoutes(world: World): Router {
  const router = Router();
  router.use(express.json({ limit: '1mb' }));
  const state = () => ({ now: world.clock.now(), iso: new Date(world.clock.now()).toISOString() });

  router.get('/pages', (_req, res) => void res.json(SANDBOX_PAGES));
  router.get('/ledger', (_req, res) => void res.json(world.ledger()));
  router.get('/requests', (_req, res) => void res.json(world.requests()));
  router.get('/faults', (_req, res) => void res.json(world.faults.list()));
  router.post('/faults', (req, res) => void res.status(201).json(world.addFault(FaultBody.parse(req.body))));
  router.delete(['/faults', '/faults/:id'], (req, res) => {
    world.clearFaults(typeof req.params.id === 'string' ? req.params.id : undefined);
    res.status(204).end();
  });
  router.get('/clock', (_req, res) => void res.json(state()));
  router.post('/clock', (req, res) => {
    const { advanceMs, setTo, freeze } = ClockBody.parse(req.body);
    if (setTo !== undefined) world.clock.setTo(setTo);
    if (advanceMs !== undefined) world.advance(advanceMs);
    if (freeze !== undefined) world.clock.freeze(freeze);
    res.json(state());
  });
  router.get('/switches', (_req, res) => void res.json(world.switches));
  router.put('/switches', (req, res) => {
    world.switches = { ...world.switches, ...given(SwitchesBody.parse(req.body)) };
    res.json(world.switches);
  });
  router.post('/posts', (req, res) => {
    const post = world.postByHand(PostBody.parse(req.body));
    res.status(201).json(world.ledger().find(({ remoteId }) => remoteId === post.remoteId));
  });
  router.delete('/posts/:id', (req, res) => void res.status(world.deleteByHand(req.params.id) ? 204 : 404).end());
  router.get('/numbers/:id', (req, res) => {
    const at = typeof req.query.at === 'string' ? Number(req.query.at) : world.clock.now();
    const numbers = world.numbers(req.params.id, at);
    if (numbers === null) res.status(404).json({ error: 'no such post' });
    else res.json({ at, ...numbers });
  });
  router.post('/numbers/:id', (req, res) => {
    const known = world.setNumbers(req.params.id, given(NumbersBody.parse(req.body)));
    res.status(known ? 200 : 404).json(known ? world.numbers(req.params.id) : { error: 'no such post' });
  });
  router.post('/tokens', (req, res) => {
    const { token, state: wanted } = TokenBody.parse(req.body);
    res.status(world.setToken(token, wanted) ? 204 : 404).end();
  });
  router.post('/reset', (_req, res) => {
    world.reset();
    res.status(204).end();
  });
  router.get('/media/:id', (req, res) => {
    const picture = world.pictures.get(req.params.id);
    if (picture?.bytes == null) res.status(404).end();
    else res.set({ 'content-type': picture.mime, 'x-content-type-options': 'nosniff' }).end(picture.bytes);
  });
  return router;
}
