import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openTraces } from '#src/start/traces';
import { startApi } from '../support/api-server.ts';
import { startEngine } from '../support/engine.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

/** A collector, as OpenTelemetry's own takes traces: OTLP over HTTP, as JSON. */
const spans: Span[] = [];
const services = new Set<unknown>();
const collector = createServer(async (request, response) => {
  const body = (await json(request)) as {
    resourceSpans: { resource: { attributes: Span['attributes'] }; scopeSpans: { spans: Span[] }[] }[];
  };
  for (const { resource, scopeSpans } of body.resourceSpans) {
    services.add(told(resource, 'service.name'));
    spans.push(...scopeSpans.flatMap((scope) => scope.spans));
  }
  response.setHeader('content-type', 'application/json').end('{}');
});
await new Promise<void>((resolve) => {
  collector.listen(0, '127.0.0.1', resolve);
});
afterAll(() => collector.close());

const told = ({ attributes }: Pick<Span, 'attributes'>, key: string) =>
  Object.values(attributes.find((one) => one.key === key)?.value ?? {})[0];

test('one trace leads from the job that was added to the publish that it came to; requests are named by their route', async () => {
  const traces = await openTraces(`http://127.0.0.1:${(collector.address() as AddressInfo).port}/`, 'test');
  const engine = await startEngine('postgres', { telemetry: traces.telemetry });
  onTestFinished(() => engine.stop());
  engine.workers();
  const { id } = await engine.post({ inMs: 300 });
  await engine.until(id, 'published');
  const api = await startApi();
  onTestFinished(() => api.close());
  await api.call('GET', `/api/v1/posts/${id}?note=nobody-else`);
  await expect.poll(() => api.call('GET', '/healthz').then(({ status }) => status)).toBe(200);
  await traces.close();

  const published = spans.find((span) => span.name === 'publish' && told(span, 'kaiku.post') === id) as Span;
  expect(told(published, 'kaiku.outcome')).toBe('published');
  const job = spans.find(({ spanId }) => spanId === published.parentSpanId) as Span;
  expect(job.name).toContain('publish-facebook');
  const added = spans.filter(({ traceId, name }) => traceId === published.traceId && name.startsWith('add'));
  expect(added, spans.map(({ name }) => name).join('\n')).not.toEqual([]);
  const read = spans.find(({ name }) => name === 'GET /posts/:id') as Span;
  expect(told(read, 'http.response.status_code')).toBe(404);
  expect(JSON.stringify(spans)).not.toContain('nobody-else');
  expect([...services]).toEqual(['kaiku']);
});
