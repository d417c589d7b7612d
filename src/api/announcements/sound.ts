import { z } from 'zod';
import { AnnouncementInput, EventInput, TextInput } from '#posts/schema/announcement';
import { Language, Ref } from '#posts/schema/basics';

const { shape } = AnnouncementInput;

/** A list whose wrong entries are empty, so that the others keep their places. */
const soundList = z.array(Ref.catch(''));

/** An event without the facts that are wrong; without a start there is none. */
const soundEvent = loosened(EventInput.shape).transform((event) => (event.startsAt === undefined ? undefined : event));

const soundTexts = z.record(z.string(), z.unknown()).transform((texts) =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([language, text]) => {
      const parsed = TextInput.safeParse(text);
      return parsed.success && Language.safeParse(language).success ? [[language, parsed.data] as const] : [];
    }),
  ),
);

const SOUND = z.object({
  ...loosened(shape).shape,
  event: soundEvent.optional().catch(undefined),
  texts: soundTexts.optional().catch(undefined),
  channels: z
    .union([z.literal('all'), soundList])
    .optional()
    .catch(undefined),
  themes: soundList.optional().catch(undefined),
  targetGroups: soundList.optional().catch(undefined),
  media: soundList.optional().catch(undefined),
});

/** What of an announcement can be understood, field by field. */
export type Sound = Partial<AnnouncementInput>;

/**
 * The fields that are right in themselves, whatever is wrong with the others, so that their references and times can
 * be checked too and every problem of a request is told at once.
 */
export function soundPart(raw: unknown): Sound {
  const parsed = SOUND.safeParse(raw);
  if (!parsed.success) return {};
  return Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined)) as Sound;
}

/** The same fields, each left out when it is wrong. */
function loosened(fields: z.ZodRawShape) {
  return z.object(
    Object.fromEntries(Object.entries(fields).map(([key, schema]) => [key, z.optional(schema).catch(undefined)])),
  );
}
