import {
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Operation } from './operation.ts';
import { ProblemDocument } from './problem.ts';

const DESCRIPTION = `Everything that staff can do, a program can do here.

- **Who asks**: \`Authorization: Bearer <key>\` or \`x-api-key: <key>\`. This comes before every other check.
- **Times** are instants in UTC in answers. A time that is sent without an offset is in the cluster's zone.
- **Slugs and ids** are both accepted where a thing has a slug.
- **Lists** answer \`{items, nextCursor}\`; pass \`nextCursor\` as \`cursor\` to go on.
- **Writing twice**: send an \`Idempotency-Key\`. The answer of what was done is kept for 24 hours and replayed with
  \`Idempotency-Replayed: true\`. A refused request did nothing, so its key may be used again for the mended one.
- **Changing**: PATCH takes \`If-Match\` with the \`revision\` that you read (quoted or not, or \`*\`), and answers 412 when
  it is no longer the newest. What GET gives, PATCH accepts; read-only fields are ignored.
- **Refusals** are \`application/problem+json\` (RFC 9457) with a stable \`code\`, every problem at once in \`errors\`, and
  what to do. Nothing of a refused request is stored. A 409 says in \`possible\` what is possible now.`;

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  401: 'No API key, or a wrong one.',
  403: 'You may not do that; the answer says what it takes.',
  404: 'There is no such thing.',
  409: 'It is not possible now; the answer says what is.',
  412: 'It was changed meanwhile.',
  413: 'It is too large.',
  415: 'It is of the wrong type.',
  422: 'Something in it is wrong; every problem is named.',
  428: 'If-Match is missing.',
  503: 'A platform, or the database, could not be asked; try again later.',
};

/** The OpenAPI 3.1 document of all operations, from the very objects that serve them. */
export function openApiDocument(operations: readonly Operation[]) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'apiKey', { type: 'apiKey', in: 'header', name: 'x-api-key' });
  for (const operation of operations) registry.registerPath(described(operation));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Kaiku', version: '1', description: DESCRIPTION, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { apiKey: [] }],
  });
}

/** `/announcements/:ref` → `/api/v1/announcements/{ref}` */
export function openApiPath(path: string): string {
  return `/api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`;
}

function described(operation: Operation): RouteConfig {
  const names = [...operation.path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
  const headers = headersOf(operation);
  return {
    method: operation.method,
    path: openApiPath(operation.path),
    operationId: operationId(operation),
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description ? { description: operation.description } : {}),
    request: {
      ...(names.length > 0 ? { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) } : {}),
      ...(operation.query instanceof z.ZodObject ? { query: operation.query } : {}),
      ...(headers ? { headers } : {}),
      ...bodyOf(operation),
    },
    responses: responsesOf(operation),
  };
}

function bodyOf(operation: Operation): Pick<NonNullable<RouteConfig['request']>, 'body'> {
  if (operation.takesUpload) {
    const file = z.any().meta({ type: 'string', contentMediaType: 'image/*' });
    const image = z.object({ file, alt: z.string().describe('For those who cannot see the image.') });
    const schema = operation.form ?? image;
    return { body: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (!operation.body) return {};
  const required = !operation.body.safeParse(undefined).success;
  return { body: { required, content: { 'application/json': { schema: operation.body } } } };
}

function headersOf(operation: Operation): z.ZodObject | null {
  if (operation.method === 'get') return null;
  const key = z.string().max(200).optional().describe('The same request with the same key is done once.');
  const match = z.string().describe('The revision that you change.');
  return z.object({ ...(operation.ifMatch ? { 'If-Match': match } : {}), 'Idempotency-Key': key });
}

function responsesOf(operation: Operation): Record<string, ResponseConfig> {
  const writes = operation.method !== 'get';
  const statuses = new Set([
    401,
    403,
    ...(operation.query || operation.body ? [422] : []),
    ...(writes ? [400, 409, 422] : []),
    ...(operation.body ? [413, 415] : []),
    ...(operation.ifMatch ? [412, 428] : []),
    ...(operation.refusals ?? []),
  ]);
  const refusals = [...statuses].sort().map((status) => [
    status,
    {
      description: REFUSALS[status] ?? 'Refused.',
      content: { 'application/problem+json': { schema: ProblemDocument } },
    },
  ]);
  const answers = Object.entries(operation.answers).map(([status, { description, schema, type }]) => [
    status,
    { description, ...contentOf(schema, type) },
  ]);
  return Object.fromEntries([...answers, ...refusals]);
}

/** JSON by its schema, or a file by its type. */
function contentOf(schema: z.ZodType | undefined, type: string | undefined) {
  if (schema) return { content: { 'application/json': { schema } } };
  return type ? { content: { [type]: { schema: { type: 'string' as const, format: 'binary' } } } } : {};
}

/** `POST /posts/:id/publish-now` → `postPostsIdPublishNow` */
function operationId({ method, path }: Operation): string {
  const words = path.split(/[^a-zA-Z]+/).filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
