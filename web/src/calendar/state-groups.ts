import type { Post } from '../api/wire.ts';

/** How staff ask for states; each group stands for several. */
export const STATE_GROUPS = {
  coming: ['scheduled', 'publishing', 'retrying', 'parked'],
  needs: ['awaitingApproval', 'needsDecision', 'uncertain', 'missed', 'rejected'],
  draft: ['draft'],
  out: ['published', 'retracted', 'gone'],
  cancelled: ['cancelled'],
} as const satisfies Record<string, readonly Post['state'][]>;

export type StateGroup = keyof typeof STATE_GROUPS;

const SHOWN_BY_DEFAULT: readonly StateGroup[] = ['coming', 'needs', 'draft', 'out'];

/** The query's `state`; without a choice everything but what was cancelled. */
export function statesOf(group: string | undefined): string {
  const groups = group && group in STATE_GROUPS ? [group as StateGroup] : SHOWN_BY_DEFAULT;
  return groups.flatMap((each) => [...STATE_GROUPS[each]]).join(',');
}
