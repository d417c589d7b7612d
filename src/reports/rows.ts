import { MEASURES } from '#posts/schema/sample';
import { formatLocal } from '#posts/time';
import type { EngagementReport, NamedPublication } from './engagement.ts';
import { WORDS } from './words.ts';

export type Cell = string | number | null;

/** The report as a table: its head, then one row for each publication. Unknown is null. Times are the cluster's. */
export function rowsOf(report: EngagementReport): { readonly head: string[]; readonly rows: Cell[][] } {
  const words = WORDS[report.language];
  const head = [...Object.values(words.columns), ...MEASURES.map((name) => words.measures[name])];
  return { head, rows: report.publications.map((publication) => rowOf(report, publication)) };
}

function rowOf(report: EngagementReport, post: NamedPublication): Cell[] {
  const words = WORDS[report.language];
  const local = (at: Date) => formatLocal(at, report.zone).replace('T', ' ');
  const cells: Record<keyof typeof words.columns, Cell> = {
    date: local(post.publishedAt),
    channel: post.channel,
    language: post.language,
    title: post.title,
    kind: words.kinds[post.kind],
    organisation: post.organisation,
    themes: post.themeNames.join(', '),
    targetGroups: post.targetGroupNames.join(', '),
    funding: post.funding,
    state: words.states[post.state] ?? post.state,
    link: post.permalink,
    remoteId: post.remoteId,
    attempt: post.attemptId,
    proof: post.proof && words.proofs[post.proof],
    measuredAt: post.measuredAt && local(post.measuredAt),
  };
  const columns = Object.keys(words.columns) as (keyof typeof cells)[];
  return [...columns.map((column) => cells[column]), ...MEASURES.map((name) => post[name])];
}
