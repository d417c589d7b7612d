import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = ['posts', 'queue-config', 'src', 'workers', 'sandbox', 'web', 'bench'];

/** Who may import whom (docs/ARCHITECTURE.md). The first rule whose folder fits a file holds. */
const RULES: { folder: string; ours: RegExp; packages: RegExp | null }[] = [
  { folder: 'posts', ours: /^posts\//, packages: /^(zod|dayjs|rrule-temporal)(\/|$)/ },
  { folder: 'queue-config', ours: /^(queue-config|posts)\//, packages: /^(bullmq|ioredis|pg|zod)$/ },
  { folder: 'src/config', ours: /^src\/config\//, packages: /^(zod|pino)$/ },
  { folder: 'src/secrets', ours: /^src\/(secrets|config)\//, packages: /^$/ },
  { folder: 'src/net', ours: /^src\/net\//, packages: /^undici$/ },
  { folder: 'src/db', ours: /^(src\/(db|config)|posts)\//, packages: null },
  { folder: 'src/channels', ours: /^(src\/(channels|config)|posts)\//, packages: null },
  { folder: 'src/cli', ours: /^(src|posts|queue-config|workers|sandbox)\//, packages: null },
  // The all-in-one start is where everything is wired.
  { folder: 'src/start', ours: /^(src|posts|queue-config|workers|sandbox)\//, packages: null },
  { folder: 'src', ours: /^(src|posts|queue-config)\//, packages: null },
  { folder: 'workers', ours: /^(workers|posts|queue-config|src\/(?!api|feed))/, packages: null },
  { folder: 'web', ours: /^(web|posts)\//, packages: null },
  { folder: 'sandbox', ours: /^sandbox\//, packages: null },
  { folder: 'bench', ours: /^(bench|src|posts|queue-config|workers|sandbox)\//, packages: null },
];

const files = FOLDERS.flatMap((folder) => sources(join(ROOT, folder)));

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
    ),
  ]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .filter((name) => name !== '');
}

/** `posts/time`, or null for a package or a part of Node. */
function oursOf(file: string, name: string): string | null {
  if (name.startsWith('#')) return name.slice(1);
  if (name.startsWith('.')) return relative(ROOT, join(ROOT, file, '..', name)).replace(/\.tsx?$/, '');
  return null;
}

test('the rules cover every source file', () => {
  expect(files.length).toBeGreaterThan(40);
  expect(files.filter((file) => !RULES.some(({ folder }) => file.startsWith(folder)))).toEqual([]);
});

test('every folder imports only what it may', () => {
  const wrong = files.flatMap((file) => {
    const rule = RULES.find(
      ({ folder }) => file.startsWith(`${folder}/`) || file.startsWith(`${folder}.`) || file.startsWith(`${folder}-`),
    );
    if (!rule) return [];
    return importsOf(file)
      .filter((name) => !name.startsWith('node:'))
      .filter((name) => {
        const ours = oursOf(file, name);
        if (ours) return !rule.ours.test(ours);
        return rule.packages ? !rule.packages.test(name) : false;
      })
      .map((name) => `${file} → ${name}`);
  });
  expect(wrong).toEqual([]);
});

test('posts knows neither the clock nor chance nor the machine', () => {
  const impure = /\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(|\bprocess\.|\bperformance\.|from 'node:/;
  const wrong = files.filter(
    (file) => file.startsWith('posts/') && impure.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(wrong).toEqual([]);
});

test('no two files import each other in a ring', () => {
  const graph = new Map(
    files.map((file) => [file.replace(/\.tsx?$/, ''), importsOf(file).map((name) => oursOf(file, name))]),
  );
  const done = new Set<string>();
  const rings: string[] = [];
  const visit = (file: string, path: string[]) => {
    if (path.includes(file)) rings.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const next of graph.get(file) ?? []) if (next && graph.has(next)) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  expect(rings).toEqual([]);
});

/** What is told at its source: an alias of a list, or the type of a schema, which stands beside it. */
const ALIAS = /= z\.infer<|= \(typeof \w+\)\[number\]|= keyof typeof \w+|= (?:PostState|Fact)\['|= FactType/;

test('every export of the core, of the queue’s agreement and of the channel contract says what it promises', () => {
  const told = files.filter((file) => /^(posts|queue-config)\//.test(file) || file === 'src/channels/contract.ts');
  const silent = told.flatMap((file) => {
    const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
    return lines.flatMap((line, index) => {
      const isExport =
        /^export (?:async )?(?:function\*?|const|class|interface|type) \w+/.test(line) && !ALIAS.test(line);
      return isExport && !/\*\/\s*$/.test(lines[index - 1] ?? '') ? [`${file}:${index + 1} ${line}`] : [];
    });
  });
  expect(silent).toEqual([]);
});

test('no file is longer than can be kept in mind', () => {
  const LONGEST = 300;
  const long = files.filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > LONGEST);
  expect(long).toEqual([]);
});

test('every folder says what lives there and what may not', () => {
  const folders = [
    ...new Set(
      files.map((file) =>
        file
          .split('/')
          .slice(0, file.startsWith('src/') ? 2 : 1)
          .join('/'),
      ),
    ),
  ];
  const places = folders.filter((folder) => !/\.tsx?$/.test(folder));
  expect(places.length).toBeGreaterThan(20);
  const silent = places.filter((folder) => !readdirSync(join(ROOT, folder)).includes('README.md'));
  expect(silent).toEqual([]);
});
