import type { GraphCall } from './context.ts';
import { refuse } from './errors.ts';

/** One asked field: `attachments.limit(2){url,target{id}}` has a name, arguments and sub-fields. */
export interface AskedField {
  readonly name: string;
  readonly args: ReadonlyMap<string, string>;
  readonly sub: readonly AskedField[];
}

/** Answers one field of a node; undefined leaves it out, as Facebook leaves out what is empty. */
export type FieldReader<Node> = (call: GraphCall, node: Node, asked: AskedField) => unknown;
export type FieldTable<Node> = Readonly<Record<string, FieldReader<Node>>>;

/** Splits at commas that stand outside of brackets. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let current = '';
  for (const letter of text) {
    if (letter === '(' || letter === '{') depth += 1;
    if (letter === ')' || letter === '}') depth -= 1;
    if (letter === ',' && depth === 0) {
      found.push(current);
      current = '';
    } else current += letter;
  }
  return [...found, current].map((piece) => piece.trim()).filter((piece) => piece !== '');
}

const ASKED = /^(?<name>[a-z_]+)(?<args>(?:\.[a-z_]+\([^)]*\))*)(?:\{(?<sub>.*)\})?$/s;

/** @throws Refusal code 2500 when the syntax is broken. */
export function parseFields(text: string): AskedField[] {
  return pieces(text).map((piece) => {
    const groups = ASKED.exec(piece)?.groups;
    if (groups?.name === undefined) throw refuse(2500, `Syntax error "Expected end of string" at "${piece}"`);
    const args = new Map<string, string>();
    for (const [, name = '', value = ''] of (groups.args ?? '').matchAll(/\.([a-z_]+)\(([^)]*)\)/g))
      args.set(name, value);
    return { name: groups.name, args, sub: groups.sub === undefined ? [] : parseFields(groups.sub) };
  });
}

/** Reads the asked fields of a node. @throws Refusal code 100 for a field that the node has not. */
export function fieldsFor<Node>(
  call: GraphCall,
  asked: string | readonly AskedField[],
  node: Node,
  table: FieldTable<Node>,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const field of typeof asked === 'string' ? parseFields(asked) : asked) {
    const read = Object.hasOwn(table, field.name) ? table[field.name] : undefined;
    if (read === undefined) throw refuse(100, `(#100) Tried accessing nonexisting field (${field.name})`);
    const value = read(call, node, field);
    if (value !== undefined) found[field.name] = value;
  }
  return found;
}

/** `2026-11-24T20:13:07+0000`: Facebook's way to write an instant. */
export const graphTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, '+0000');
