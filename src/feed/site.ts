import type { AnnouncementRow } from '#src/db/announcements';
import type { Database } from '#src/db/client';
import { type ClusterRow, getCluster } from '#src/db/cluster';
import { FUNDINGS, findNamedAll, listNamed, ORGANISATIONS, THEMES } from '#src/db/named-things';

/** Names by language. */
export type Names = Readonly<Record<string, string>>;

/** What every page and feed needs to know besides its own content. */
export interface Site {
  readonly cluster: ClusterRow;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** By slug, in the order of the slugs. */
  readonly themes: ReadonlyMap<string, Names>;
}

/** More than a cluster names. */
const MOST_THEMES = 200;

export async function readSite(db: Database, publicUrl: string): Promise<Site> {
  const [cluster, themes] = await Promise.all([getCluster(db), listNamed(db, THEMES, { limit: MOST_THEMES })]);
  return { cluster, publicUrl, themes: new Map(themes.map(({ slug, names }) => [slug, names])) };
}

/** The site's own language. */
export function mainLanguage({ cluster }: Pick<Site, 'cluster'>): string {
  return cluster.languages[0] ?? 'fi';
}

/** The name in this language, or else in the first one of the cluster's that has it. */
export function nameIn(names: Names, language: string, { cluster }: Pick<Site, 'cluster'>): string {
  const found = [language, ...cluster.languages].find((one) => names[one] !== undefined);
  return (found && names[found]) ?? Object.values(names)[0] ?? '';
}

export function themeName(site: Site, slug: string, language: string): string {
  return nameIn(site.themes.get(slug) ?? { [language]: slug }, language, site);
}

/** The names of the organisations that these announcements belong to, by id. */
export async function organisationsOf(
  db: Database,
  rows: readonly Pick<AnnouncementRow, 'organisationId'>[],
): Promise<ReadonlyMap<string, Names>> {
  const found = await findNamedAll(db, ORGANISATIONS, [...new Set(rows.map((row) => row.organisationId))]);
  return new Map(found.map(({ id, names }) => [id, names]));
}

/** The funding statements that a page with these announcements must carry, each once. */
export async function statementsOf(
  db: Database,
  rows: readonly Pick<AnnouncementRow, 'funding'>[],
): Promise<readonly Names[]> {
  const slugs = [...new Set(rows.flatMap(({ funding }) => funding ?? []))];
  const found = await findNamedAll(db, FUNDINGS, slugs);
  return [...new Map(found.map(({ statements }) => [JSON.stringify(statements), statements])).values()];
}
