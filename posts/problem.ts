import type { z } from 'zod';

/** One thing wrong with a request, in the person's words. `pointer` is a JSON pointer (RFC 6901) into the body. */
export interface Problem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** Something worth knowing that stops nothing, such as a time moved by the change of clocks. */
export interface Note {
  readonly code: string;
  readonly detail: string;
}

/** `['texts', 'fi', 'body']` → `/texts/fi/body`. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Every issue that zod found, as problems. */
export function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: pointerTo([...issue.path, key]),
        code: 'unknown-field',
        detail: `there is no field "${key}" here`,
      }));
    }
    return [{ pointer: pointerTo(issue.path), code: issueCode(issue), detail: sentence(issue) }];
  });
}

function issueCode(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'missing' : 'wrong-type';
    case 'too_big':
      return 'too-long';
    case 'too_small':
      return 'too-short';
    default:
      return 'invalid';
  }
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_type') return issue.message;
  if (issue.input === undefined || issue.message.includes('received undefined')) return 'this is missing';
  return `this must be ${article(issue.expected)}`;
}

function article(type: string): string {
  const names: Record<string, string> = {
    string: 'text',
    array: 'a list',
    object: 'an object',
    record: 'an object',
    boolean: 'true or false',
    int: 'a whole number',
    number: 'a number',
  };
  return names[type] ?? type;
}
