import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApiDocument, openApiPath } from '#src/api/openapi';
import { OPERATIONS } from '#src/api/operations';
import { type ApiServer, startApi } from '../support/api-server.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('the OpenAPI document', () => {
  test('the committed one is fresh: `npm run openapi` writes it', async () => {
    const committed = JSON.parse(await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
    expect(committed).toEqual(JSON.parse(JSON.stringify(openApiDocument(OPERATIONS))));
  });

  test('is served without a key, with every operation under its full path', async () => {
    const response = await fetch(`${api.url}/api/openapi.json`);
    const document = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const served = OPERATIONS.map(({ method, path }) => `${method} ${openApiPath(path)}`).sort();
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(served);
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('every described operation is really there', async () => {
    for (const { method, path } of OPERATIONS) {
      const asked = path.replaceAll(/:\w+/g, 'no-such-thing');
      const answer = await api.call(method.toUpperCase(), `/api/v1${asked}`, undefined, { 'if-match': '*' });
      expect(answer.body.detail ?? '', `${method} ${path}`).not.toContain('There is nothing at');
      expect(answer.status, `${method} ${path}`).toBeLessThan(500);
    }
  });

  test('can be read in a browser that may load nothing from elsewhere', async () => {
    const page = await fetch(`${api.url}/api/docs/`);
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).toContain('swagger-ui');
    const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url as string);
    expect(loaded.filter((url) => /^(?:https?:)?\/\//.test(url))).toEqual([]);
    const script = await fetch(new URL('./swagger-ui-bundle.js', `${api.url}/api/docs/`));
    expect(script.status).toBe(200);
  });
});
