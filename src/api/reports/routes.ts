import { z } from 'zod';
import { FUNDINGS, findNamed } from '#src/db/named-things';
import { reportCsv } from '#src/reports/csv';
import { type EngagementReport, engagementReport } from '#src/reports/engagement';
import { reportPdf } from '#src/reports/pdf';
import { REPORT_LANGUAGES } from '#src/reports/words';
import { reportXlsx } from '#src/reports/xlsx';
import { type Operation, operation } from '../operation.ts';
import { invalid } from '../problem.ts';
import { periodOf } from '../summaries/routes.ts';

interface Form {
  readonly ending: 'csv' | 'xlsx' | 'pdf';
  readonly type: string;
  readonly summary: string;
  readonly write: (report: EngagementReport) => Buffer | Promise<Buffer>;
}

const FORMS: readonly Form[] = [
  {
    ending: 'csv',
    type: 'text/csv; charset=utf-8',
    summary: 'The funder’s report as CSV: a row for each publication; the same question gives the same bytes',
    write: reportCsv,
  },
  {
    ending: 'xlsx',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    summary: 'The funder’s report as a workbook: the rows of the CSV',
    write: reportXlsx,
  },
  {
    ending: 'pdf',
    type: 'application/pdf',
    summary: 'The funder’s report as a PDF: emblem and statement, totals, charts, every publication',
    write: reportPdf,
  },
];

const Query = z.object({
  from: z.string().optional().describe('A date in the cluster’s zone, inclusive; 30 days ago when left out.'),
  to: z.string().optional().describe('A date in the cluster’s zone, inclusive; today when left out.'),
  funding: z.string().max(80).optional().describe('The project code; every project when left out.'),
  lang: z.enum(REPORT_LANGUAGES, 'the report speaks fi, sv and en').default('fi'),
});

function reportAs({ ending, type, summary, write }: Form): Operation {
  return operation({
    method: 'get',
    path: `/reports/engagement.${ending}`,
    action: 'summary.read',
    tag: 'reports',
    summary,
    description:
      'Every post published in the period for the project, with date, channel, language, link and proof (its id on the ' +
      'platform and the attempt that published it), and its newest numbers; unknown is empty. What the numbers mean: GET /summaries.',
    query: Query,
    answers: { 200: { description: 'The report.', type } },
    async handle({ deps, query }) {
      const { db } = deps.database;
      if (query.funding !== undefined && !(await findNamed(db, FUNDINGS, query.funding))) {
        throw invalid([{ pointer: '?funding', code: 'unknown', detail: `there is no funding "${query.funding}"` }]);
      }
      const period = await periodOf(db, query);
      const report = await engagementReport(db, { ...period, language: query.lang });
      const name = ['kaiku', query.funding?.replaceAll(/[^A-Za-z0-9-]/g, ''), period.from, period.to]
        .filter(Boolean)
        .join('-');
      return {
        status: 200,
        body: await write(report),
        headers: {
          'Content-Type': type,
          'Content-Disposition': `attachment; filename="${name}.${ending}"`,
          'Cache-Control': 'no-store',
        },
      };
    },
  });
}

export const reportOperations: readonly Operation[] = FORMS.map(reportAs);
