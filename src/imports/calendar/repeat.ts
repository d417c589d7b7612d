import ICAL from 'ical.js';

/** Steps that all rules of one calendar may take together: rules exist that look for a day that never comes. */
export interface Budget {
  left: number;
}

const STEPS_OF_A_RULE = 30_000;

export class TooManySteps extends Error {}

/** ical.js' own iterator, which counts where it could go round without an end. */
class CountedIterator extends ICAL.RecurIterator {
  declare steps: number | undefined;
  declare budget: Budget | undefined;

  override check_contracting_rules(): boolean {
    this.count();
    return super.check_contracting_rules();
  }

  override increment_year(years: number): void {
    this.count();
    super.increment_year(years);
  }

  override increment_month(): void {
    this.count();
    super.increment_month();
  }

  private count(): void {
    this.steps = (this.steps ?? 0) + 1;
    if (this.budget) this.budget.left -= 1;
    if (this.steps > STEPS_OF_A_RULE || (this.budget?.left ?? 0) < 0) throw new TooManySteps();
  }
}

/**
 * The times on the wall at which a rule repeats, in their order, up to the first for which `enough` answers true.
 * @throws TooManySteps where the rule needs more steps than the calendar has left
 */
export function* repeats(
  rule: ICAL.Recur,
  start: ICAL.Time,
  budget: Budget,
  enough: (wall: ICAL.Time) => boolean,
): Generator<ICAL.Time> {
  const iterator = new CountedIterator({ rule, dtstart: start.clone() });
  budget.left -= iterator.steps ?? 0;
  iterator.budget = budget;
  for (let wall = iterator.next(); wall && !enough(wall); wall = iterator.next())
    if (isOf(rule, wall)) yield wall.clone();
}

/** ical.js 2.2.1 makes 31 February the 3rd of March; RFC 5545 §3.3.10 leaves such days out. */
function isOf(rule: ICAL.Recur, wall: ICAL.Time): boolean {
  const months: unknown = rule.parts.BYMONTH;
  return !Array.isArray(months) || months.includes(wall.month);
}
