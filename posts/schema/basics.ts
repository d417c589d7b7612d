import { z } from 'zod';

/** A short lasting name in addresses and API calls: `lapin-amk`, `wood-construction`. Lower case, digits, single dashes. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'use lower-case letters a–z, digits and single dashes, such as "lapin-amk"')
  .max(80);

/** Slug or id; both are accepted wherever a thing has a slug. */
export const Ref = z.string().min(1, 'name which one, by its slug or id').max(80);

/** A language tag of the cluster: `fi`, `sv`, `en`, `se`, `smn`. ISO 639, lower case. */
export const Language = z.string().regex(/^[a-z]{2,3}$/, 'use a language code such as "fi", "sv" or "en"');
export type Language = z.infer<typeof Language>;

/** Words per language; at least one language. */
export const Names = z
  .record(Language, z.string().trim().min(1).max(200))
  .refine((names) => Object.keys(names).length > 0, 'give the name in at least one language');
export type Names = z.infer<typeof Names>;

/** A public address that people can follow. Only http and https; credentials in it are refused. */
export const WebLink = z
  .string()
  .trim()
  .max(2000, 'the link is longer than 2,000 characters')
  .refine(isWebLink, 'use a full web address that starts with https:// or http://');

/**
 * A time as people write it: `2026-12-01T09:00` in the cluster's zone, or an instant with an offset
 * (`2026-12-01T09:00:00+02:00`, `…Z`). Resolved by `posts/time`, which knows the zone.
 */
export const TimeInput = z
  .string()
  .trim()
  .regex(
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/,
    'write the time as 2026-12-01T09:00 (the cluster’s local time) or with an offset, as 2026-12-01T09:00:00+02:00',
  );

/**
 * How an announcement is repeated: an RRULE of RFC 5545 with an end, such as `FREQ=WEEKLY;BYDAY=MO;COUNT=10`. It starts
 * at `publishAt`, and its times are those of the cluster's clocks. Read by `posts/recurrence`.
 */
export const Recurrence = z
  .string()
  .trim()
  .max(300)
  .regex(
    /^FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*$/,
    'write how it is repeated as FREQ=WEEKLY;BYDAY=MO;COUNT=10',
  );

/** An instant, read from JSON or the database; UTC when written. */
export const Instant = z.preprocess((value) => (typeof value === 'string' ? new Date(value) : value), z.date());

/** True for an absolute http(s) address without embedded credentials. */
function isWebLink(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return (
    (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' && !url.username && !url.password
  );
}
