import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SETTINGS } from '#src/config/environment';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Settings of the images that are not ours. */
const FOREIGN = /^POSTGRES_/;
const meters = read('src/metrics/meters.ts');

function isMetric(name: string): boolean {
  const base = name.replace(/_(bucket|count|sum)$/, '');
  return meters.includes(`'${base}'`) || meters.includes(`'${base.replace(/^kaiku_/, '')}'`);
}

test.each(['operations/alerts.yaml', 'operations/grafana.json', 'docs/operations.md'])(
  '%s names metrics that exist',
  (path) => {
    const named = [...new Set(read(path).match(/\bkaiku_[a-z_]+/g))];
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !isMetric(name))).toEqual([]);
  },
);

test('every alert says what it means and what to do', () => {
  const { groups } = parse(read('operations/alerts.yaml')) as {
    groups: { rules: { alert: string; expr: string; annotations: { summary: string; todo: string } }[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(5);
  for (const { alert, expr, annotations } of rules) {
    expect(`${alert}${expr}`).not.toContain('undefined');
    expect(annotations.summary, alert).toMatch(/\.$/);
    expect(annotations.todo, alert).toMatch(/\.$/);
  }
});

describe.each(['compose.yaml', 'compose.scale.yaml'])('%s', (path) => {
  interface Service {
    build?: string;
    command?: string[];
    environment?: Record<string, string>;
    volumes?: string[];
    depends_on?: Record<string, unknown>;
  }
  const { services, volumes } = parse(read(path), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };

  test('sets nothing that Kaiku does not read', () => {
    const names = Object.values(services).flatMap(({ environment = {} }) => Object.keys(environment));
    expect(names.filter((name) => !(name in SETTINGS) && !FOREIGN.test(name))).toEqual([]);
    const asked = [...read(path).matchAll(/\$\{(\w+)/g)].map((match) => match[1] as string);
    expect(asked.filter((name) => !(name in SETTINGS) && !FOREIGN.test(name))).toEqual([]);
  });

  test('starts what is built, and names volumes and services that are there', () => {
    for (const [name, { build, command = [], volumes: used = [], depends_on = {} }] of Object.entries(services)) {
      const script = command.find((word) => word.startsWith('dist/'));
      if (script) expect(existsSync(join(ROOT, script.replace('dist/', '').replace(/\.js$/, '.ts'))), name).toBe(true);
      if (build) expect(existsSync(join(ROOT, build, 'Dockerfile'))).toBe(true);
      for (const volume of used) expect(volumes).toHaveProperty(volume.split(':')[0] as string);
      for (const other of Object.keys(depends_on)) expect(services).toHaveProperty(other);
    }
  });
});

test('the systemd unit starts what is built, and gives it longer to stop than it takes', () => {
  const unit = read('operations/kaiku.service');
  const script = /ExecStart=.* dist\/(\S+)\.js/.exec(unit)?.[1];
  expect(existsSync(join(ROOT, `${script}.ts`))).toBe(true);
  expect(Number(/TimeoutStopSec=(\d+)/.exec(unit)?.[1])).toBeGreaterThan(20);
});

test('the administrator’s guide tells of every alert', () => {
  const alerts = [...read('operations/alerts.yaml').matchAll(/alert: (\w+)/g)].map(([, name]) => name);
  const told = [...read('docs/guides/administrator.md').matchAll(/^\| (Kaiku\w+) \|/gm)].map(([, name]) => name);
  expect(told.sort()).toEqual(alerts.sort());
});

test.each([
  ['docs/guides/staff.fi.md', 'fi'],
  ['docs/guides/staff.md', 'en'],
])('%s calls the states as the interface does', (path, language) => {
  const words = JSON.parse(read(`web/src/i18n/${language}.json`)) as { state: Record<string, { name: string }> };
  const names = Object.values(words.state).map(({ name }) => name);
  const told = [...read(path).matchAll(/^\| ([^|]+) \| [^|]+ \| [^|]+ \|$/gm)].map(([, name]) => name ?? '').slice(1);
  expect(told.filter((name) => !/^-+$/.test(name) && !names.includes(name))).toEqual([]);
  expect(told.length).toBeGreaterThan(5);
});

test('every link of the documents leads somewhere', () => {
  const documents = ['README.md', ...filesIn('docs')].filter((path) => path.endsWith('.md'));
  expect(documents.length).toBeGreaterThan(15);
  const broken = documents.flatMap((path) =>
    [...read(path).matchAll(/\]\((?!https?:|mailto:)([^)#]+)(#[^)]*)?\)/g)]
      .map(([, target]) => join(dirname(path), target ?? ''))
      .filter((target) => !existsSync(join(ROOT, target)))
      .map((target) => `${path} → ${target}`),
  );
  expect(broken).toEqual([]);
});

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
}
