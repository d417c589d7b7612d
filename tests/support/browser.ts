import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { installed } from './apt.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Where Chromium is, installed by apt when this is root and it is missing; null when there is none, after saying loudly
 * which suite does not run.
 */
export async function findChromium(suite: string): Promise<string | null> {
  if (existsSync(CHROMIUM)) return CHROMIUM;
  const why = await installed('chromium');
  if (existsSync(CHROMIUM)) return CHROMIUM;
  process.stderr.write(`\n!!! NOT RUN: ${suite}. There is no ${CHROMIUM}: ${why}\n\n`);
  return null;
}

export interface Browser {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the pages complained about in the console, and what they threw. */
  readonly complaints: string[];
  /** What pages fetched from anybody but their own server, by themselves; a link that was followed is none. */
  readonly strangers: string[];
  close(): Promise<void>;
}

/** A browser with a profile of its own that nothing remembers. */
export async function openBrowser(program: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'kaiku-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: program,
    headless: true,
    args: FLAGS,
    locale: 'fi-FI',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // The browser itself reports every refused request; those are the API's answers and are tested by what is shown.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  const strangers: string[] = [];
  context.on('request', (request) => {
    if (request.isNavigationRequest() || !/^(https?|wss?):/.test(request.url())) return;
    const asked = new URL(request.url());
    const of = request.serviceWorker() ? asked.origin : new URL(request.frame().url()).origin;
    if (asked.origin !== of) strangers.push(`a page of ${of} asked for ${asked.origin}${asked.pathname}`);
  });
  return {
    page,
    context,
    complaints,
    strangers,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

interface AxeFinding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { target: readonly unknown[]; failureSummary?: string }[];
}

/** What axe-core finds against WCAG 2.2 A and AA on the page as it is now; empty when nothing. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(`${axe.source}; 0`);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } }).then((r) => r.violations)`,
  )) as AxeFinding[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id}: ${help} – ${target.join(' ')} – ${failureSummary.replace(/\s+/g, ' ')}`,
    ),
  );
}
