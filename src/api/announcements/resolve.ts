import { type Crops, soundCrops } from '#posts/crop';
import { checkFunding, type FundingProblem } from '#posts/funding';
import { inOrder } from '#posts/languages';
import { type CardImages, type Plan, type PlanSource, plan } from '#posts/plan';
import { type Note, type Problem, pointerTo } from '#posts/problem';
import type { LinkCardInput } from '#posts/schema/announcement';
import type { Funding } from '#posts/schema/named-things';
import { localDate } from '#posts/time';
import type { ChannelRow } from '#src/db/channels';
import type { Database } from '#src/db/client';
import type { ClusterRow } from '#src/db/cluster';
import type { StoredEvent } from '#src/db/schema';
import { cardsFor, imageOf } from './cards.ts';
import { type Cutter, cutImages } from './cut.ts';
import { postingRules } from './holidays.ts';
import { readRecurrence } from './recurrence.ts';
import { readReferences } from './references.ts';
import type { Sound } from './sound.ts';
import { readTimes } from './times.ts';

/** The columns of an announcement that a person fills. */
export interface Columns {
  readonly organisationId: string | null;
  readonly texts: NonNullable<Sound['texts']>;
  readonly link: string | null;
  readonly linkCard: LinkCardInput | null;
  readonly trackLinks: boolean;
  readonly event: StoredEvent | null;
  readonly themes: string[];
  readonly targetGroups: string[];
  readonly funding: string | null;
  readonly campaign: string | null;
  readonly channels: string[];
  readonly media: string[];
  readonly crops: Crops;
  readonly publishAt: Date | null;
  readonly worthUntil: Date | null;
  readonly recurrence: string | null;
}

/** What of the cluster a plan depends on. */
export type Place = Pick<ClusterRow, 'name' | 'zone' | 'languages' | 'postingHours'>;

/** An announcement as far as it can be understood, with everything that is wrong with it and all that is worth knowing. */
export interface Resolved {
  readonly columns: Columns;
  readonly source: PlanSource;
  readonly channels: readonly ChannelRow[];
  readonly plan: Plan;
  readonly problems: readonly Problem[];
  /** Broken rules of the funding: they stop a submission, and a draft only carries them as notes. */
  readonly fundingProblems: readonly Problem[];
  readonly notes: readonly Note[];
}

/**
 * @param now the database's clock
 * @param usable which channels the caller may choose
 * @param cut makes the parts of pictures that channels show
 */
export async function resolve(
  db: Database,
  sound: Sound,
  now: Date,
  place: Place,
  usable: (channel: ChannelRow) => boolean,
  cut: Cutter,
): Promise<Resolved> {
  const { zone, languages, postingHours } = place;
  const references = await readReferences(db, sound, usable);
  const media = references.media.map(({ id }) => id);
  const crops = soundCrops(sound.crops ?? {}, media);
  const link = sound.link ?? null;
  const linkCard = link === null ? null : (sound.linkCard ?? null);
  const times = readTimes(sound, zone);
  const { channels, funding } = references;
  const repeating = readRecurrence(sound.recurrence ?? null, times.publishAt, zone);
  const source: PlanSource = {
    texts: inOrder(sound.texts ?? {}, languages),
    link,
    linkCard,
    images: references.media.map(imageOf),
    cut: await cutImages(references.media, crops, cut),
    event: times.event && {
      startsAt: new Date(times.event.startsAt),
      endsAt: times.event.endsAt ? new Date(times.event.endsAt) : null,
      place: times.event.place,
      streamUrl: times.event.streamUrl,
      registrationUrl: times.event.registrationUrl,
    },
    fundingStatements: funding?.statements ?? {},
    publishAt: times.publishAt,
    worthUntil: times.worthUntil,
    steps: times.event ? (references.template?.steps ?? []) : [],
    rules: times.event ? await postingRules(postingHours, times.event) : null,
    repeats: repeating.repeats,
    postponed: times.event?.postponed ?? false,
    postTexts: sound.postTexts ?? [],
  };
  const cards = await cardsOf(db, source, references, place, cut);
  const planned = plan({ ...source, cards }, channels, now, zone);
  const ofFunding = fundingFindings(planned, funding, zone);
  return {
    columns: {
      organisationId: references.organisation?.id ?? null,
      texts: source.texts,
      link,
      linkCard,
      trackLinks: sound.trackLinks ?? true,
      event: times.event,
      themes: [...references.themes],
      targetGroups: [...references.targetGroups],
      funding: funding?.slug ?? null,
      campaign: references.template?.slug ?? null,
      channels: channels.map(({ slug }) => slug),
      media,
      crops,
      publishAt: times.publishAt,
      worthUntil: times.worthUntil,
      recurrence: sound.recurrence ?? null,
    },
    source: { ...source, cards },
    channels,
    plan: planned,
    problems: [...references.problems, ...times.problems, ...repeating.problems, ...planned.problems],
    fundingProblems: ofFunding.errors,
    notes: unique([...times.notes, ...repeating.notes, ...planned.notes, ...ofFunding.warnings]),
  };
}

/** Where neither a picture was chosen nor a link brings one, an event is shown by its card. */
async function cardsOf(
  db: Database,
  { texts, event, images, link, fundingStatements, postponed }: PlanSource,
  { channels, organisation }: Awaited<ReturnType<typeof readReferences>>,
  place: Place,
  cut: Cutter,
): Promise<CardImages> {
  if (!event || postponed || images.length > 0 || link !== null) return {};
  const source = { texts, event, fundingStatements, organisation: organisation?.names ?? {} };
  return cardsFor(db, source, channels, place, cut.card);
}

function fundingFindings(
  planned: Plan,
  funding: Funding | null,
  zone: string,
): { errors: Problem[]; warnings: Note[] } {
  const rule = funding && {
    code: funding.slug,
    statements: funding.statements,
    forbidden: funding.forbidden,
    from: funding.startsOn,
    to: funding.endsOn,
  };
  const errors: Problem[] = [];
  const warnings: Note[] = [];
  for (const post of planned.posts) {
    const date = localDate(post.scheduledAt, zone);
    for (const found of checkFunding(rule, { text: post.message.text, language: post.language, date })) {
      if (found.severity === 'warning') warnings.push({ code: found.code, detail: found.detail });
      else errors.push({ pointer: pointerOf(found, post.language), code: found.code, detail: found.detail });
    }
  }
  return { errors, warnings };
}

function pointerOf(found: FundingProblem, language: string): string {
  return found.code === 'funding-forbidden-words' ? pointerTo(['texts', language, 'body']) : '/funding';
}

/** Many posts share one reason; it is told once. */
export function unique<Told extends Note>(notes: readonly Told[]): Told[] {
  return [...new Map(notes.map((note) => [`${note.code} ${note.detail}`, note])).values()];
}
