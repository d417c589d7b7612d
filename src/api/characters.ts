import { type Problem, pointerTo } from '#posts/problem';

/** NUL and halves of characters: no database column of text takes them, and no reader would see them. */
const UNKEPT = /\0|\p{Surrogate}/u;
/** Nothing that is sent here nests deeper. */
const DEEPEST = 50;

/** Every text in a body, keys included, that cannot be stored. */
export function characterProblems(value: unknown, path: readonly (string | number)[] = []): Problem[] {
  if (path.length > DEEPEST)
    return [{ pointer: pointerTo(path), code: 'too-deep', detail: 'this is nested too deeply' }];
  if (typeof value === 'string') return UNKEPT.test(value) ? [problemAt(path)] : [];
  if (Array.isArray(value)) return value.flatMap((one, index) => characterProblems(one, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    UNKEPT.test(key) ? [problemAt(path)] : characterProblems(one, [...path, key]),
  );
}

/** The same for an address, in which NUL is written `%00`. */
export function hasUnkeptCharacter(url: string): boolean {
  return /%00/.test(url);
}

function problemAt(path: readonly (string | number)[]): Problem {
  const detail = 'this text holds characters that cannot be stored (NUL, or half of a character)';
  return { pointer: pointerTo(path), code: 'unknown-characters', detail };
}
