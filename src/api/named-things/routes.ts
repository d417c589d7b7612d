import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { AuditThing } from '#posts/audit';
import {
  CampaignTemplateInput,
  CampaignTemplatePatch,
  CampaignTemplateView,
  FundingInput,
  FundingPatch,
  FundingView,
  OrganisationInput,
  OrganisationPatch,
  OrganisationView,
  ThemeInput,
  ThemePatch,
  ThemeView,
} from '#posts/schema/named-things';
import { writeAudit } from '#src/db/audit';
import {
  CAMPAIGN_TEMPLATES,
  FUNDINGS,
  findNamed,
  insertNamed,
  listNamed,
  type NamedTable,
  ORGANISATIONS,
  TARGET_GROUPS,
  THEMES,
  updateNamed,
} from '#src/db/named-things';
import { type Operation, operation, param } from '../operation.ts';
import { cutPage, pageOf, pageQuery, readCursor } from '../page.ts';
import { changedMeanwhile, conflict, invalid, notFound } from '../problem.ts';

type AnyView = z.ZodType<{ id: string; slug: string; revision: number }>;

interface Resource {
  /** In addresses: `/target-groups`. */
  readonly path: string;
  /** In messages and the audit log: `target group`. */
  readonly noun: AuditThing;
  readonly schema: string;
  readonly table: NamedTable<AnyView> & {
    readonly table: PgTable & { id: PgColumn; slug: PgColumn; revision: PgColumn };
  };
  readonly view: AnyView;
  readonly input: z.ZodType<{ slug: string }>;
  readonly patch: z.ZodType<Record<string, unknown>>;
}

const RESOURCES: readonly Resource[] = [
  {
    path: '/organisations',
    noun: 'organisation',
    schema: 'Organisation',
    table: ORGANISATIONS,
    view: OrganisationView,
    input: OrganisationInput,
    patch: OrganisationPatch,
  },
  {
    path: '/themes',
    noun: 'theme',
    schema: 'Theme',
    table: THEMES,
    view: ThemeView,
    input: ThemeInput,
    patch: ThemePatch,
  },
  {
    path: '/target-groups',
    noun: 'target group',
    schema: 'TargetGroup',
    table: TARGET_GROUPS,
    view: ThemeView,
    input: ThemeInput,
    patch: ThemePatch,
  },
  {
    path: '/fundings',
    noun: 'funding',
    schema: 'Funding',
    table: FUNDINGS,
    view: FundingView,
    input: FundingInput,
    patch: FundingPatch,
  },
  {
    path: '/campaign-templates',
    noun: 'campaign template',
    schema: 'CampaignTemplate',
    table: CAMPAIGN_TEMPLATES,
    view: CampaignTemplateView,
    input: CampaignTemplateInput,
    patch: CampaignTemplatePatch,
  },
];

const OF_ORGANISATIONS = { read: 'organisation.read', add: 'organisation.add', edit: 'organisation.edit' } as const;
const OF_VOCABULARY = { read: 'vocabulary.read', add: 'vocabulary.edit', edit: 'vocabulary.edit' } as const;

export const namedThingOperations: readonly Operation[] = RESOURCES.flatMap(operationsOf);

function operationsOf(resource: Resource): Operation[] {
  const { path, noun, table } = resource;
  const actions = path === '/organisations' ? OF_ORGANISATIONS : OF_VOCABULARY;
  const tag = path.slice(1);
  const View = resource.view.meta({ id: resource.schema });
  const one = { description: `The ${noun}.`, schema: View };
  return [
    operation({
      method: 'get',
      path,
      action: actions.read,
      tag,
      summary: `List every ${noun}, by slug`,
      query: z.object(pageQuery),
      answers: { 200: { description: 'One page.', schema: pageOf(View) } },
      async handle({ deps, query }) {
        const after = readCursor(query.cursor, z.tuple([z.string()]))?.[0];
        const found = await listNamed(deps.database.db, table, { after, limit: query.limit + 1 });
        const page = cutPage(found, query.limit, (row) => [row.slug]);
        return { status: 200, body: { items: page.rows, nextCursor: page.nextCursor } };
      },
    }),
    operation({
      method: 'get',
      path: `${path}/:ref`,
      action: actions.read,
      tag,
      summary: `Read one ${noun}, by its slug or id`,
      answers: { 200: one },
      refusals: [404],
      async handle({ deps, params }) {
        const ref = param({ params }, 'ref');
        const row = await findNamed(deps.database.db, table, ref);
        if (!row) throw notFound(noun, ref);
        return { status: 200, body: row, revision: row.revision };
      },
    }),
    operation({
      method: 'post',
      path,
      action: actions.add,
      tag,
      summary: `Add one ${noun}`,
      body: resource.input.meta({ id: `${resource.schema}Input` }),
      answers: { 201: one },
      refusals: [409],
      handle: (call) =>
        call.commit(async (tx) => {
          const row = await insertNamed(tx.db, table, call.body);
          if (!row) throw conflict(`There is a ${noun} "${call.body.slug}" already.`, ['edit'], 'slug-taken');
          await writeAudit(tx.db, { actor: call.actor.name, action: `${noun}.added`, thing: noun, thingId: row.id });
          return {
            status: 201,
            body: row,
            revision: row.revision,
            headers: { Location: `/api/v1${path}/${row.slug}` },
          };
        }),
    }),
    operation({
      method: 'patch',
      path: `${path}/:ref`,
      action: actions.edit,
      tag,
      summary: `Change one ${noun}; its slug stays`,
      ifMatch: true,
      body: resource.patch.meta({ id: `${resource.schema}Patch` }),
      answers: { 200: one },
      refusals: [404],
      handle: (call) =>
        call.commit(async (tx) => {
          const ref = param(call, 'ref');
          const before = await findNamed(tx.db, table, ref);
          if (!before) throw notFound(noun, ref);
          const changes = editedOnly(call.body);
          refusePeriod({ ...before, ...changes });
          const row = await updateNamed(tx.db, table, before.id, call.revision, changes);
          if (!row) throw changedMeanwhile((await findNamed(tx.db, table, before.id))?.revision ?? before.revision);
          await writeAudit(tx.db, { actor: call.actor.name, action: `${noun}.edited`, thing: noun, thingId: row.id });
          return { status: 200, body: row, revision: row.revision };
        }),
    }),
  ];
}

/** Without the fields that GET gives and nobody changes. */
function editedOnly(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(([key, value]) => !['id', 'slug', 'revision'].includes(key) && value !== undefined),
  );
}

function refusePeriod(after: Record<string, unknown>): void {
  const { startsOn, endsOn } = after;
  if (typeof startsOn !== 'string' || typeof endsOn !== 'string' || endsOn >= startsOn) return;
  throw invalid([{ pointer: '/endsOn', code: 'order', detail: 'the period ends before it starts' }]);
}
