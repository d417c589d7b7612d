import { z } from 'zod';
import { STEP_TEXTS } from '../campaign.ts';
import { Language, Names, Slug } from './basics.ts';
import { patchOf } from './patch.ts';

const Words = z.record(Language, z.string().trim().min(1).max(1000));
const kept = { id: z.uuid(), revision: z.int() };
const READ_ONLY = ['id', 'slug', 'revision'] as const;

const organisation = { names: Names, areas: Words.optional() };
/** A member that runs the cluster, with its responsibility areas per language. */
export const OrganisationInput = z.strictObject({ slug: Slug, ...organisation });
/** Any part of an organisation; its slug never changes. */
export const OrganisationPatch = patchOf(organisation, READ_ONLY);
/** What the API tells of an organisation. */
export const OrganisationView = z.object({ ...kept, slug: Slug, names: Names, areas: Words });

const theme = { names: Names };
/** A theme or a target group: names by language. */
export const ThemeInput = z.strictObject({ slug: Slug, ...theme });
/** Any part of a theme or target group; its slug never changes. */
export const ThemePatch = patchOf(theme, READ_ONLY);
/** What the API tells of a theme or a target group. */
export const ThemeView = z.object({ ...kept, slug: Slug, names: Names });

/** Project codes are written as the funder writes them: `A72158`. */
const Code = z
  .string()
  .regex(/^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/, 'use letters, digits and single dashes, such as "A72158"')
  .max(80);
const Day = z.iso.date('write the date as 2026-12-01');

const funding = {
  names: Names,
  /** The sentence that must stand in every post, per language. */
  statements: Words.refine((words) => Object.keys(words).length > 0, 'give the statement in at least one language'),
  /** Words that must not stand beside it, such as a fund's name. */
  forbidden: z.array(z.string().trim().min(1).max(200)).max(50).optional(),
  startsOn: Day,
  endsOn: Day,
};
/** A funding: what it asks of whatever it pays for, and from when to when (dates, inclusive). */
export const FundingInput = z
  .strictObject({ slug: Code, ...funding })
  .refine((input) => input.endsOn >= input.startsOn, { path: ['endsOn'], message: 'the period ends before it starts' });
/** Any part of a funding; its slug never changes. */
export const FundingPatch = patchOf(funding, READ_ONLY);
/** What the API tells of a funding. */
export const FundingView = z.object({
  ...kept,
  slug: Code,
  names: Names,
  statements: Words,
  forbidden: z.array(z.string()),
  startsOn: Day,
  endsOn: Day,
});

const Distance = { days: z.int().min(-365).max(365).optional(), hours: z.int().min(-72).max(72).optional() };
const hoursOf = ({ days = 0, hours = 0 }: { days?: number | undefined; hours?: number | undefined }) =>
  days * 24 + hours;

const Step = z
  .strictObject({
    key: Slug,
    ...Distance,
    text: z.enum(STEP_TEXTS).optional().describe('What it says; left out: by its distance from the event.'),
    headings: z
      .record(Language, z.string().trim().min(1).max(60, 'a heading has at most 60 characters'))
      .optional()
      .describe('What stands before the title, by language; where none is given, Kaiku writes it: "Huomenna".'),
    worthUntil: z
      .strictObject(Distance)
      .optional()
      .describe('Nothing of the step goes out later than this, relative to the start.'),
    anyHour: z.boolean().optional().describe('True: posting hours do not move it.'),
  })
  .refine((step) => step.days !== undefined || step.hours !== undefined, 'say how many days or hours from the start')
  .refine((step) => !step.worthUntil || hoursOf(step.worthUntil) > hoursOf(step), {
    path: ['worthUntil'],
    message: 'it must be later than the step itself',
  });
const template = {
  names: Names,
  steps: z
    .array(Step)
    .min(1, 'a campaign has at least one step')
    .max(30)
    .refine((steps) => new Set(steps.map(({ key }) => key)).size === steps.length, 'every step needs its own key'),
};
/** Steps relative to an event's start; days keep the local hour. */
export const CampaignTemplateInput = z.strictObject({ slug: Slug, ...template });
/** Any part of a template; its slug never changes. */
export const CampaignTemplatePatch = patchOf(template, READ_ONLY);
/** What the API tells of a campaign template. */
export const CampaignTemplateView = z.object({ ...kept, slug: Slug, names: Names, steps: z.array(Step) });

export type Organisation = z.infer<typeof OrganisationView>;
export type Theme = z.infer<typeof ThemeView>;
export type Funding = z.infer<typeof FundingView>;
export type CampaignTemplate = z.infer<typeof CampaignTemplateView>;
