import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askKaiku } from '#src/mcp/ask';
import { createMcpServer } from '#src/mcp/server';
import { type ApiServer, KEY, startApi } from '../support/api-server.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const DRAFT = {
  kind: 'announcement',
  organisation: 'lapin-amk',
  texts: { fi: { title: 'Hirsikoulu avaa ovensa', body: 'Tervetuloa tutustumaan uuteen hirsikouluun.' } },
  channels: ['website'],
  publishAt: '2099-12-01T09:00',
};

async function assistant(scopes: string[] | null): Promise<Client> {
  let key = KEY;
  if (scopes) {
    const made = await api.call('POST', '/api/v1/api-keys', { name: 'assistant', scopes, organisation: 'lapin-amk' });
    key = made.body.key;
  }
  const [here, there] = InMemoryTransport.createLinkedPair();
  await createMcpServer(askKaiku(api.url, key), '1.0.0').connect(there);
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(here);
  return client;
}

async function use(client: Client, name: string, args: Record<string, unknown> = {}) {
  const result = (await client.callTool({ name, arguments: args })) as {
    isError?: boolean;
    content: { text: string }[];
  };
  const text = result.content[0]?.text ?? '';
  return { ok: result.isError !== true, text, body: () => JSON.parse(text) };
}

test('an assistant looks up, plans and drafts; the draft waits for a person', async () => {
  const client = await assistant(['read', 'write']);
  const themes = await use(client, 'list_themes');
  expect(themes.body().items.map((theme: { slug: string }) => theme.slug)).toContain('wood-construction');
  const plan = await use(client, 'plan_announcement', DRAFT);
  expect(plan.body().posts).toHaveLength(1);
  const drafted = await use(client, 'draft_announcement', { ...DRAFT, submit: true });
  expect(drafted.ok).toBe(true);
  expect(drafted.body().announcement.state).toBe('draft');
  expect(api.jobs).toEqual([]);
  const found = await use(client, 'list_announcements', { q: 'hirsikoulu' });
  expect(found.body().items).toHaveLength(1);
});

test('no tool submits, approves, publishes or deletes', async () => {
  const client = await assistant(null);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).filter((name) => !/^(list|get|plan|draft|summarise)/.test(name))).toEqual([]);
  expect(tools.filter(({ annotations }) => annotations?.readOnlyHint === false).map(({ name }) => name)).toEqual([
    'draft_announcement',
  ]);
  const draft = tools.find(({ name }) => name === 'draft_announcement');
  expect(draft?.inputSchema.properties).not.toHaveProperty('submit');
});

test('what the key may not do is refused in words, and every fault is told at once', async () => {
  const reader = await assistant(['read']);
  const refused = await use(reader, 'draft_announcement', DRAFT);
  expect(refused.ok).toBe(false);
  expect(refused.body().status).toBe(403);
  const writer = await assistant(['read', 'write']);
  const faulty = await use(writer, 'plan_announcement', { ...DRAFT, channels: ['nowhere'], organisation: 'nobody' });
  expect(faulty.text).toMatch(/nowhere/);
  expect(faulty.text).toMatch(/nobody/);
});

test('a Kaiku that does not answer is told, not thrown', async () => {
  const ask = askKaiku('http://127.0.0.1:1', KEY);
  expect(await ask('GET', '/themes')).toEqual({
    ok: false,
    body: { detail: expect.stringContaining('does not answer') },
  });
});
