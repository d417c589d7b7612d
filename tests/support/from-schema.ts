import fc from 'fast-check';

/** As much of JSON Schema as the interface's document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

const LONG = 20_000;

/** What breaks out of SQL, paths, HTML, JSON and headers, and what no field expects. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  "' or 1=1; drop table posts --",
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '<script>alert(1)</script>',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202eabc',
  '\r\nSet-Cookie: a=b',
  '{{7*7}}',
  '__proto__',
  'x'.repeat(LONG),
  '%00',
  '9'.repeat(400),
  '2026-02-30T25:61',
  '+275760-09-13T00:00:00.001Z',
  '-0001-01-01',
  'javascript:alert(1)',
  'http://169.254.169.254/latest/meta-data',
];

const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 2 ** 53, 2 ** 31, -(2 ** 63), 0.5, [], {}, [[[[]]]]),
  fc.constantFrom<unknown>(...HOSTILE_TEXTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constant(JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}')),
);

/**
 * Values of this shape: every second one right in all its parts, of the others one part in ten is something else.
 * @param known texts that name something
 */
export function valuesOf(schema: Schema, schemas: Readonly<Record<string, Schema>>, known: readonly string[]) {
  return fc.oneof(shaped(schema, schemas, known, 0), shaped(schema, schemas, known, 1));
}

function shaped(schema: Schema, schemas: Readonly<Record<string, Schema>>, known: readonly string[], wrong: 0 | 1) {
  const of = (given: Schema, depth: number): fc.Arbitrary<unknown> => {
    const shape = given.$ref ? (schemas[given.$ref.split('/').at(-1) ?? ''] ?? {}) : given;
    return fc.oneof({ weight: 9, arbitrary: right(shape, depth) }, { weight: wrong, arbitrary: hostile });
  };
  const right = (shape: Schema, depth: number): fc.Arbitrary<unknown> => {
    if (shape.const !== undefined) return fc.constant(shape.const);
    if (shape.enum) return fc.constantFrom(...shape.enum);
    const choices = shape.anyOf ?? shape.oneOf;
    if (choices) return fc.oneof(...choices.map((one) => of(one, depth)));
    if (shape.allOf) return of(shape.allOf[0] ?? {}, depth);
    const type = typeof shape.type === 'string' ? shape.type : (shape.type?.[0] ?? 'string');
    if (depth > 6) return fc.constant(null);
    switch (type) {
      case 'object':
        return object(shape, depth);
      case 'array':
        return fc.array(of(shape.items ?? {}, depth + 1), { maxLength: 3 });
      case 'integer':
        return fc.integer({
          min: Math.max(shape.minimum ?? -5, -(2 ** 31)),
          max: Math.min(shape.maximum ?? 1_000, 2 ** 31 - 1),
        });
      case 'number':
        return fc.double({ min: shape.minimum ?? -5, max: shape.maximum ?? 1_000, noNaN: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return text(shape);
    }
  };
  const object = (shape: Schema, depth: number): fc.Arbitrary<unknown> => {
    const properties = Object.fromEntries(
      Object.entries(shape.properties ?? {}).map(([name, one]) => [name, of(one, depth + 1)]),
    );
    const more = typeof shape.additionalProperties === 'object' ? shape.additionalProperties : null;
    if (more) return fc.dictionary(fc.constantFrom(...known, 'fi', 'sv', 'en'), of(more, depth + 1), { maxKeys: 2 });
    const needed = (shape.required ?? []).filter((name) => name in properties);
    return fc.record(properties, { requiredKeys: needed });
  };
  const text = ({ format, maxLength }: Schema): fc.Arbitrary<string> => {
    if (format === 'uuid') return fc.oneof(fc.uuid(), fc.constantFrom(...known));
    if (format === 'date-time' || format === 'date') return fc.constantFrom('2027-03-01T09:00', '2027-03-01');
    if (format === 'email') return fc.constantFrom('somebody@example.org', 'x@y');
    if (format === 'uri') return fc.constantFrom('http://127.0.0.1:9/a', 'https://example.invalid/a');
    return fc.oneof(
      fc.constantFrom(...known, 'fi', '2027-03-01T09:00', 'website', 'Puutalo'),
      fc.string({ maxLength: Math.min(maxLength ?? 40, 200) }),
    );
  };
  return of(schema, 0);
}
