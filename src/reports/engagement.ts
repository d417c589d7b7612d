import type { Names } from '#posts/schema/basics';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { FUNDINGS, findNamed, findNamedAll, TARGET_GROUPS, THEMES } from '#src/db/named-things';
import { type Publication, publications } from '#src/db/publications';
import { type GroupNumbers, type SummaryFilter, summariesBy, summaryOfAll } from '#src/db/summaries';
import type { ReportLanguage } from './words.ts';

/** Everything that the funder's report says; its files differ in form only. */
export interface EngagementReport {
  readonly language: ReportLanguage;
  readonly cluster: string;
  readonly zone: string;
  /** Dates in the zone, inclusive. */
  readonly from: string;
  readonly to: string;
  readonly funding: { readonly code: string; readonly name: string; readonly statement: string | null } | null;
  readonly total: Awaited<ReturnType<typeof summaryOfAll>>;
  readonly themes: readonly Named[];
  readonly targetGroups: readonly Named[];
  readonly publications: readonly NamedPublication[];
}

export interface Named extends GroupNumbers {
  /** Null: the posts that name none. */
  readonly name: string | null;
}

export interface NamedPublication extends Omit<Publication, 'organisation'> {
  readonly organisation: string;
  readonly themeNames: readonly string[];
  readonly targetGroupNames: readonly string[];
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly filter: SummaryFilter;
  readonly language: ReportLanguage;
}

/** Reads one report in one language. */
export async function engagementReport(db: Database, asked: Asked): Promise<EngagementReport> {
  const { filter, language } = asked;
  const cluster = await getCluster(db);
  const funding = filter.funding === undefined ? null : await findNamed(db, FUNDINGS, filter.funding);
  const listed = await publications(db, filter);
  const [byTheme, byGroup] = [
    await summariesBy(db, { ...filter, groupBy: 'theme' }),
    await summariesBy(db, { ...filter, groupBy: 'targetGroup' }),
  ];
  const themes = await namesOf(db, THEMES, byTheme, language);
  const targetGroups = await namesOf(db, TARGET_GROUPS, byGroup, language);
  const named = (group: GroupNumbers, names: ReadonlyMap<string, string>): Named => ({
    ...group,
    name: group.group === null ? null : (names.get(group.group) ?? group.group),
  });
  return {
    language,
    cluster: cluster.name,
    zone: cluster.zone,
    from: asked.from,
    to: asked.to,
    funding:
      filter.funding === undefined
        ? null
        : {
            code: filter.funding,
            name: funding ? inLanguage(funding.names, language) : '',
            statement: funding?.statements[language] ?? null,
          },
    total: await summaryOfAll(db, filter),
    themes: byTheme.map((group) => named(group, themes)),
    targetGroups: byGroup.map((group) => named(group, targetGroups)),
    publications: listed.map((publication) => ({
      ...publication,
      organisation: inLanguage(publication.organisation, language),
      themeNames: publication.themes.map((slug) => themes.get(slug) ?? slug),
      targetGroupNames: publication.targetGroups.map((slug) => targetGroups.get(slug) ?? slug),
    })),
  };
}

async function namesOf(
  db: Database,
  table: typeof THEMES | typeof TARGET_GROUPS,
  groups: readonly GroupNumbers[],
  language: ReportLanguage,
): Promise<Map<string, string>> {
  const slugs = groups.flatMap(({ group }) => (group === null ? [] : [group]));
  const found = slugs.length > 0 ? await findNamedAll(db, table, slugs) : [];
  return new Map(found.map(({ slug, names }) => [slug, inLanguage(names, language)]));
}

function inLanguage(names: Names, language: ReportLanguage): string {
  return names[language] ?? Object.values(names)[0] ?? '';
}
