import { z } from 'zod';

type Optional<Shape extends z.ZodRawShape> = { [Key in keyof Shape]: z.ZodOptional<Shape[Key]> };

/**
 * What a PATCH takes: some or all of the `editable` fields; the `readOnly` ones, which GET gives too, are accepted and ignored;
 * anything else is refused, so that a misspelt field is not lost in silence.
 */
export function patchOf<Shape extends z.ZodRawShape>(editable: Shape, readOnly: readonly string[]) {
  const ignored = z.unknown().optional().meta({ description: 'Read-only: accepted and ignored.' });
  return z.strictObject({
    ...Object.fromEntries(readOnly.map((key) => [key, ignored])),
    ...Object.fromEntries(Object.entries(editable).map(([key, schema]) => [key, z.optional(schema)])),
  }) as unknown as z.ZodObject<Optional<Shape>>;
}
