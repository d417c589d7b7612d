import type { Problem } from '../problem.ts';
import type { CsvFault } from '../schema/csv-import.ts';
import { COLUMNS, type Column } from './columns.ts';

const TIMES = ['publishAt', 'worthUntil', 'startsAt', 'endsAt'];
const LINKS = ['link', 'registrationUrl', 'streamUrl'];

/**
 * What is wrong with an announcement → where a person puts it right: the row and the column of their file, with what
 * stands there. Pure.
 */
export function faultOf(
  problem: Problem,
  row: number,
  columns: readonly (Column | null)[],
  cells: readonly string[],
): CsvFault {
  const place = placeOf(problem.pointer);
  const index = columns.findIndex(
    (column) =>
      column !== null && column.name === place?.name && (place.language ?? column.language) === column.language,
  );
  const missing = place ? COLUMNS[place.name].names[2] : null;
  return {
    row,
    column: columns[index]?.header ?? (missing && [missing, place?.language].filter(Boolean).join(' ')),
    value: (cells[index] ?? '').trim() || null,
    ...inWords(problem, place?.name ?? null),
  };
}

interface Place {
  readonly name: keyof typeof COLUMNS;
  readonly language: string | null;
}

/** `/texts/sv/body` → the column of Swedish text; null: it is about no column. */
function placeOf(pointer: string): Place | null {
  const [first = '', second = '', third = ''] = pointer.split('/').slice(1);
  if (first === 'texts') {
    const name = third === '' ? 'title' : third;
    return name in COLUMNS ? { name: name as Place['name'], language: second || null } : null;
  }
  const name = first === 'event' ? second || 'startsAt' : first;
  return name in COLUMNS ? { name: name as Place['name'], language: null } : null;
}

/** The schema speaks to programs; a cell is filled by a person. */
function inWords(problem: Problem, name: string | null): Pick<CsvFault, 'code' | 'detail'> {
  const { code, detail } = problem;
  if (problem.pointer === '/event') return { code: 'event-facts', detail };
  if (name && TIMES.includes(name) && ['invalid', 'no-such-time'].includes(code)) {
    return { code: 'bad-time', detail: 'write the day and the time as 1.12.2026 9.30' };
  }
  if (name && LINKS.includes(name) && code === 'invalid') {
    return { code: 'bad-link', detail: 'write the whole address, which begins with https://' };
  }
  if (name === 'capacity' && code !== 'missing') return { code: 'bad-number', detail: 'write a whole number' };
  if (name === 'kind' && code === 'invalid') {
    return { code: 'bad-kind', detail: 'write "announcement" or "event", or leave it empty' };
  }
  return { code, detail };
}
