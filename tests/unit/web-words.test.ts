import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

const WEB = join(import.meta.dirname, '../../web/src');
const LANGUAGES = ['fi', 'sv', 'en'] as const;
/** Names, commands and shapes of an address, which are the same in every language. */
const SAME_EVERYWHERE = ['Kaiku', 'npm run --silent kaiku -- api-key', 'https://', '/connect/', '/callback'];
/** Attributes that people read or hear. */
const TOLD = ['label', 'title', 'placeholder', 'description', 'alt', 'error', 'legend', 'aria-label', 'text'];

type Words = { [key: string]: string | Words };
/** The core, and what comes with the pages that need it. */
const FILES = readdirSync(join(WEB, 'i18n'), { recursive: true, encoding: 'utf8' });
const words = Object.fromEntries(
  LANGUAGES.map((language) => {
    const files = FILES.filter((file) => file.endsWith(`${language}.json`));
    return [language, Object.fromEntries(files.flatMap((file) => Object.entries(flat(read(`i18n/${file}`)))))] as const;
  }),
);
const sources = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const finnish = words.fi ?? {};

function read(file: string): Words {
  return JSON.parse(readFileSync(join(WEB, file), 'utf8')) as Words;
}

function flat(tree: Words, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value]] : Object.entries(flat(value, `${path}${key}.`)),
    ),
  );
}

test('every language has the same files, and no key stands in two of them', () => {
  const parts = FILES.filter((file) => file.endsWith('.json'));
  expect(parts.length % LANGUAGES.length).toBe(0);
  const keys = parts
    .filter((file) => file.endsWith('fi.json'))
    .flatMap((file) => Object.keys(flat(read(`i18n/${file}`))));
  expect(new Set(keys).size).toBe(keys.length);
});

test.each(LANGUAGES)('%s has every key, and no other', (language) => {
  expect(Object.keys(words[language] ?? {}).sort()).toEqual(Object.keys(finnish).sort());
});

test.each(LANGUAGES)('%s leaves nothing empty and fills in the same values', (language) => {
  const valuesIn = (text: string) => [...new Set(text.match(/{{\w+}}/g) ?? [])].sort();
  for (const [key, text] of Object.entries(words[language] ?? {})) {
    expect(text.trim(), key).not.toBe('');
    expect(valuesIn(text), key).toEqual(valuesIn(finnish[key] ?? ''));
  }
});

test('a plural has the forms that the three languages need', () => {
  const ones = Object.keys(finnish).filter((key) => key.endsWith('_one'));
  expect(ones.length).toBeGreaterThan(3);
  for (const key of ones) expect(finnish, key).toHaveProperty([key.replace(/_one$/, '_other')]);
});

test('every key that the code asks for is there', () => {
  const missing = sources.flatMap((file) =>
    [...readFileSync(join(WEB, file), 'utf8').matchAll(/\bt\(\s*(['`])([^'`]+)\1/g)]
      .map((match) => match[2] ?? '')
      .filter((key) => !isThere(key))
      .map((key) => `${file}: ${key}`),
  );
  expect(missing).toEqual([]);
});

/** A key put together at run time must begin like one that is there. */
function isThere(key: string): boolean {
  const [start = '', ...rest] = key.split('${');
  if (rest.length === 0) return key in finnish || `${key}_one` in finnish;
  return Object.keys(finnish).some((known) => known.startsWith(start));
}

test('no word for people stands outside the translations', () => {
  const found = sources
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => wordsIn(file).map((text) => `${file}: ${text}`));
  expect(found).toEqual([]);
});

interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: { readonly name?: string };
  readonly [key: string]: unknown;
}

function wordsIn(file: string): string[] {
  const { program } = parseSync(file, readFileSync(join(WEB, file), 'utf8'));
  const found: string[] = [];
  visit(program as unknown as Node, (node) => {
    if (node.type === 'JSXText') found.push(String(node.value));
    // What a page shows, and attributes that people read; also when chosen between, as in `{open ? 'Close' : 'Open'}`.
    const isTold = node.type === 'JSXAttribute' && TOLD.includes(node.name?.name ?? '');
    if (isTold) found.push(...literalsIn(node.value));
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      const children = node.children as Node[];
      found.push(...children.filter(({ type }) => type === 'JSXExpressionContainer').flatMap(literalsIn));
    }
  });
  return found.map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text) && !SAME_EVERYWHERE.includes(text));
}

function visit(node: Node, look: (node: Node) => void): void {
  look(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child === 'object' && 'type' in child) visit(child as Node, look);
    }
  }
}

/** The words that an expression may come out as, as far as they stand in it. */
function literalsIn(value: unknown): string[] {
  const node = value as Node | null;
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral':
      return (node.quasis as { value: { cooked: string } }[]).map((part) => part.value.cooked);
    case 'JSXExpressionContainer':
      return literalsIn(node.expression);
    case 'ConditionalExpression':
      return [...literalsIn(node.consequent), ...literalsIn(node.alternate)];
    case 'LogicalExpression':
      return [...literalsIn(node.left), ...literalsIn(node.right)];
    default:
      return [];
  }
}

test('no translation is left that nothing asks for', () => {
  const code = sources.map((file) => readFileSync(join(WEB, file), 'utf8')).join('\n');
  const whole = new Set([...code.matchAll(/(['"`])([\w.-]+)\1/g)].map((match) => match[2]));
  // Put together at run time: every part in braces stands for one name.
  const parts = [...code.matchAll(/`([\w-]+\.[^`\n]*\$\{[^`\n]*)`/g)].map(
    (match) => new RegExp(`^${(match[1] ?? '').replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[^.]+')}$`),
  );
  const unused = Object.keys(finnish)
    .map((key) => key.replace(/_(?:one|other)$/, ''))
    .filter((key) => !whole.has(key) && !parts.some((part) => part.test(key)));
  expect([...new Set(unused)]).toEqual([]);
});
