import { expect } from 'vitest';
import { runImport } from '#src/imports/run';
import { importDeps } from '#src/start/imports';
import { startApi } from './api-server.ts';
import { aCalendar, startPartner } from './partner.ts';

/** An interface and a partner's server, and what the tests of imports do with them. */
export async function startImporting() {
  const [api, partner] = await Promise.all([startApi(), startPartner()]);
  let no = 0;
  /** A subscription of a calendar of its own. */
  async function subscribe(over: Record<string, unknown> = {}) {
    no += 1;
    const path = `/kalenteri-${no}.ics`;
    const input = {
      name: `Lapin liitto ${no}`,
      address: `${partner.url}${path}`,
      kind: 'calendar',
      organisation: 'lapin-liitto',
      channels: ['website'],
      language: 'fi',
      words: [{ word: 'hirsi', theme: 'wood-construction' }],
      ...over,
    };
    const { status, body } = await api.call('POST', '/api/v1/imports', input);
    expect(status, JSON.stringify(body)).toBe(201);
    return { id: body.id as string, path };
  }

  /** Reads a source now, as the worker does, and tells what came. */
  async function read({ id }: { id: string }) {
    expect((await api.call('POST', `/api/v1/imports/${id}/run`)).status).toBe(202);
    await runImport(importDeps(api.deps), id);
    const { lastResult, failures, nextFetchAt } = (await api.call('GET', `/api/v1/imports/${id}`)).body;
    return { ...lastResult, failures, nextFetchAt };
  }
  const itemsOf = async ({ id }: { id: string }) => (await api.call('GET', `/api/v1/imports/${id}/items`)).body.items;
  const announcement = async (id: string) => (await api.call('GET', `/api/v1/announcements/${id}`)).body;
  const patch = (id: string, change: unknown) =>
    api.call('PATCH', `/api/v1/announcements/${id}`, change, { 'if-match': '*' });

  /** Names differ from test to test: otherwise the same thing would be known from another. */
  const name = (title: string) => `${title} ${no}`;
  const event = (uid: string, title: string, ...lines: string[]) => [
    `UID:${uid}-${no}`,
    `SUMMARY:${name(title)}`,
    ...lines,
  ];
  const serve = (path: string, ...events: string[][]) => partner.pages.set(path, { body: aCalendar(...events) });

  return {
    api,
    partner,
    subscribe,
    read,
    itemsOf,
    announcement,
    patch,
    name,
    event,
    serve,
    /** The number that names differ by; `another` is a new one, where nothing is subscribed. */
    number: () => no,
    another: () => {
      no += 1;
    },
    close: () => Promise.all([api.close(), partner.close()]),
  };
}
