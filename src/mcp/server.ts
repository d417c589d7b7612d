import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { AnnouncementInput } from '#posts/schema/announcement';
import type { Ask } from './ask.ts';

/** What is asked when an announcement is drafted: all that the interface takes, but nothing that would send it off. */
const { submit: _never, ...DRAFT } = AnnouncementInput.shape;

const day = z.iso.date().describe('a date in the cluster’s zone, such as 2026-11-25');
const page = {
  cursor: z.string().optional().describe('nextCursor of the page before'),
  limit: z.number().int().min(1).max(200).optional(),
};
const READS = { readOnlyHint: true, openWorldHint: false } as const;

/**
 * The tools. Each is one call of the HTTP interface; a refusal comes back as the problem that the interface tells, every
 * fault at once, so that it can be mended.
 */
export function createMcpServer(ask: Ask, version: string): McpServer {
  const server = new McpServer({ name: 'kaiku', version });
  const reads = (
    name: string,
    description: string,
    inputSchema: z.ZodRawShape,
    path: (args: Record<string, unknown>) => string,
  ) =>
    server.registerTool(name, { description, inputSchema, annotations: READS }, async (args: Record<string, unknown>) =>
      told(await ask('GET', path(args))),
    );

  reads(
    'list_announcements',
    'Announcements and events, newest first. Search with q, or by kind, state, theme and organisation.',
    {
      ...page,
      q: z.string().optional(),
      kind: z.enum(['announcement', 'event']).optional(),
      state: z.enum(['draft', 'awaitingApproval', 'open', 'cancelled']).optional(),
      theme: z.string().optional(),
      organisation: z.string().optional(),
    },
    (args) => `/announcements${query(args)}`,
  );
  reads(
    'get_announcement',
    'One announcement by its id or slug.',
    { id: z.string() },
    ({ id }) => `/announcements/${part(id)}`,
  );
  reads(
    'list_posts',
    'Posts: one message for one channel at one time, with its state and, once out, its link.',
    { ...page, from: day.optional(), to: day.optional(), channel: z.string().optional(), state: z.string().optional() },
    (args) => `/posts${query(args)}`,
  );
  reads('get_post', 'One post, with its text, state and times.', { id: z.string() }, ({ id }) => `/posts/${part(id)}`);
  for (const [name, what] of [
    ['channels', 'Channels: Facebook pages, LinkedIn pages and the website, with their slugs and languages.'],
    ['organisations', 'The organisations that run the cluster, with their slugs.'],
    ['themes', 'Themes, with their slugs.'],
    ['target-groups', 'Target groups, with their slugs.'],
    ['fundings', 'Fundings: the statement that must stand in each language, and from when to when.'],
  ] as const) {
    reads(`list_${name.replace('-', '_')}`, what, page, (args) => `/${name}${query(args)}`);
  }
  reads(
    'summarise',
    'Engagement of a period. null is unknown, never 0; reach over several posts is a sum of reaches.',
    {
      from: day,
      to: day,
      groupBy: z.string().optional().describe('channel, theme, targetGroup, organisation, funding, language, week …'),
      compare: z.literal('previous').optional(),
    },
    (args) => `/summaries${query(args)}`,
  );
  server.registerTool(
    'plan_announcement',
    {
      description: 'What posts an announcement would become, with every problem and warning. Stores nothing.',
      inputSchema: DRAFT,
      annotations: READS,
    },
    async (args) => told(await ask('POST', '/announcements/plan', args)),
  );
  server.registerTool(
    'draft_announcement',
    {
      description:
        'Stores a draft. Nothing is submitted, approved or published: a person reads it in Kaiku and sends it off. ' +
        'Plan it first, and use slugs from the lists.',
      inputSchema: DRAFT,
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    },
    async (args) => told(await ask('POST', '/announcements', { ...args, submit: false })),
  );
  return server;
}

function told({ ok, body }: { ok: boolean; body: unknown }) {
  return { isError: !ok, content: [{ type: 'text' as const, text: JSON.stringify(body, null, 1) }] };
}

function query(args: Record<string, unknown>): string {
  const entries = Object.entries(args).filter(([, value]) => value !== undefined);
  return entries.length === 0
    ? ''
    : `?${new URLSearchParams(entries.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

function part(id: unknown): string {
  return encodeURIComponent(String(id));
}
