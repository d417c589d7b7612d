import type { Request } from 'express';
import { Refusal } from './problem.ts';

/** The revision that a change was made on: `3`, `"3"` or `W/"3"`; null for `*`. */
export function readRevision(request: Request): number | null {
  const header = request.get('if-match')?.trim();
  if (!header) {
    throw new Refusal(
      428,
      'if-match-missing',
      'Say which revision you change: read it first, then send its "revision" in the header If-Match (or * to change whatever is there).',
    );
  }
  if (header === '*') return null;
  const number = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1];
  if (number === undefined) {
    throw new Refusal(
      400,
      'if-match-invalid',
      `If-Match takes one revision, a whole number such as 3; "${header}" is none.`,
    );
  }
  return Number(number);
}
