import { MEASURES } from '#posts/schema/sample';
import { formatLocal } from '#posts/time';
import { drawBars } from './bars.ts';
import { drawEmblem } from './emblem.ts';
import type { EngagementReport, Named, NamedPublication } from './engagement.ts';
import { BOLD, MARGIN, Sheet } from './page.ts';
import { type Column, drawTable, type TableCell } from './pdf-tables.ts';
import { type ReportWords, WORDS } from './words.ts';

const EMBLEM = 44;

/** The funder's report on paper, tagged for screen readers: emblem and statement, totals, charts, every publication. */
export function reportPdf(report: EngagementReport): Promise<Buffer> {
  const words = WORDS[report.language];
  const title = `${words.title}: ${report.cluster}`;
  const sheet = new Sheet({ title, language: report.language, author: report.cluster, footer: words.page });
  drawHead(sheet, report, words);
  drawTotals(sheet, report, words);
  for (const [caption, groups] of [
    [words.byTheme, report.themes],
    [words.byTargetGroup, report.targetGroups],
  ] as const) {
    if (groups.length === 0) continue;
    sheet.text('H2', caption, 13);
    drawBars(
      sheet,
      caption,
      groups.map((group) => barOf(group, words, report.language)),
    );
  }
  for (const note of words.notes) sheet.text('P', note, 8.5, { colour: '#555555', gap: 2 });
  sheet.doc.y += 12;
  drawPublications(sheet, report, words);
  return sheet.finish();
}

function drawHead(sheet: Sheet, report: EngagementReport, words: ReportWords): void {
  const { doc } = sheet;
  const statement = report.funding?.statement;
  if (statement) {
    const y = doc.y;
    sheet.add('Figure', () => drawEmblem(doc, MARGIN, y, EMBLEM), { alt: words.emblem });
    sheet.add('P', () => {
      doc.font(BOLD).fontSize(14).fillColor('#003399');
      doc.text(statement, MARGIN + EMBLEM * 1.5 + 14, y + EMBLEM / 2 - 7, { width: sheet.width - EMBLEM * 1.5 - 14 });
    });
    doc.y = y + EMBLEM + 26;
  }
  sheet.text('H1', words.title, 22, { gap: 2 });
  sheet.text('P', report.cluster, 14, { gap: 10 });
  sheet.text('P', `${words.period}: ${day(report.from, report)} – ${day(report.to, report)}`, 11, { gap: 2 });
  const { funding } = report;
  const project = funding ? [funding.code, funding.name].filter((part) => part !== '').join(' – ') : words.allProjects;
  sheet.text('P', `${words.project}: ${project}`, 11, { gap: 18 });
}

function drawTotals(sheet: Sheet, report: EngagementReport, words: ReportWords): void {
  const { total, language } = report;
  const count = (value: number) => number(value, language);
  const attendance =
    total.events === 0
      ? count(0)
      : [
          total.attendance === null ? words.unknown : count(total.attendance),
          ...(total.attendanceUnknown > 0 ? [words.notTold(total.attendanceUnknown)] : []),
        ].join('; ');
  const rows: [string, string][] = [
    [words.publications, count(total.posts)],
    [words.announcements, count(total.announcements)],
    [words.events, count(total.events)],
    [words.attendance, attendance],
    ...MEASURES.map((name): [string, string] => {
      const value = total.totals[name];
      const missing = total.unknown[name];
      if (value === null) return [words.measures[name], words.unknown];
      return [words.measures[name], missing > 0 ? `${count(value)} (${words.unknownOf(missing)})` : count(value)];
    }),
  ];
  sheet.text('H2', words.totals, 13);
  const columns: Column[] = [
    { name: words.totals, share: 0.55 },
    { name: `${day(report.from, report)} – ${day(report.to, report)}`, share: 0.45, align: 'right' },
  ];
  drawTable(
    sheet,
    columns,
    rows.map(([name, value]) => [{ text: name }, { text: value }]),
    10,
  );
}

function barOf(group: Named, words: ReportWords, language: EngagementReport['language']) {
  const reach = group.totals.reach;
  const value = reach === null ? words.unknown : `${number(reach, language)}`;
  return { name: group.name ?? words.without, value: reach, shown: `${value} · ${group.posts} ${words.postsUnit}` };
}

function drawPublications(sheet: Sheet, report: EngagementReport, words: ReportWords): void {
  sheet.text('H2', words.list, 13);
  if (report.publications.length === 0) {
    sheet.text('P', words.nothing, 10);
    return;
  }
  const columns: Column[] = [
    { name: words.columns.date, share: 0.14 },
    { name: words.columns.title, share: 0.19 },
    { name: words.columns.channel, share: 0.15 },
    { name: words.columns.language, share: 0.08 },
    { name: words.columns.link, share: 0.19 },
    { name: words.columns.proof, share: 0.25 },
  ];
  drawTable(
    sheet,
    columns,
    report.publications.map((post) => cellsOf(post, report, words)),
    7,
  );
}

function cellsOf(post: NamedPublication, report: EngagementReport, words: ReportWords): TableCell[] {
  const at = formatLocal(post.publishedAt, report.zone);
  const proof = [post.proof && words.proofs[post.proof], post.remoteId, post.attemptId].filter((part) => part !== null);
  const gone = post.state === 'published' ? [] : [words.states[post.state] ?? post.state];
  return [
    { text: `${day(at.slice(0, 10), report)} ${at.slice(11)}` },
    { text: post.title },
    { text: post.channel },
    { text: post.language },
    { text: post.permalink ?? '–', link: post.permalink },
    { text: [...gone, ...proof].join('\n') },
  ];
}

/** `2026-12-01` as people of the language write it. */
function day(date: string, { language }: EngagementReport): string {
  const [year, month, of] = date.split('-').map(Number);
  if (language === 'sv') return date;
  if (language === 'fi') return `${of}.${month}.${year}`;
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** 12 345 with a space, as Finnish and Swedish write it; English with a comma. */
function number(value: number, language: EngagementReport['language']): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, language === 'en' ? ',' : ' ');
}
