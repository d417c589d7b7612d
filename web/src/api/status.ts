import { useQuery } from '@tanstack/react-query';
import type { Overall, Worry } from '#posts/status';
import { get } from './client.ts';

export interface Status {
  readonly all: Overall;
  /** The most urgent first. */
  readonly worries: readonly Worry[];
  readonly now: string;
  readonly stopped: { readonly message: string; readonly at: string } | null;
  readonly lastPublishedAt: string | null;
  readonly late: number;
  readonly waiting: { readonly needsDecision: number; readonly missed: number; readonly rejected: number };
  readonly reconnect: readonly { readonly slug: string; readonly name: string }[];
  readonly workersSeenAt: string | null;
  readonly numbersAt: string | null;
  /** For administrators of the cluster; null for all others. */
  readonly details: {
    readonly backupAt: string | null;
    readonly open: Readonly<Record<string, number>>;
    readonly queue: { readonly kind: 'postgres' | 'redis'; readonly jobs: number | null };
  } | null;
}

/** What workers do is told by no event, so it is read again and again. */
const EVERY_MS = 15_000;

export function useStatus() {
  return useQuery({ queryKey: ['status'], queryFn: () => get<Status>('/status'), refetchInterval: EVERY_MS });
}
