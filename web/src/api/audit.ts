import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from './client.ts';
import { download } from './download.ts';
import type { Page } from './wire.ts';

export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  /** Such as person:<id> or api-key:<id>. */
  readonly actor: string;
  readonly action: string;
  readonly thing: string;
  readonly thingId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly origin: { readonly address: string | null; readonly program: string | null } | null;
}

export interface AuditFilter {
  readonly action: string;
  readonly actor: string;
  /** Dates in the cluster's zone, both inclusive; empty: no end. */
  readonly from: string;
  readonly to: string;
}

export interface AuditCheck {
  readonly ok: boolean;
  readonly checked: number;
  readonly broken: { readonly auditId: number; readonly why: string } | null;
}

export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => get<Page<AuditEntry>>('/audit', { ...filter, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function downloadAudit(filter: AuditFilter): Promise<void> {
  const given = Object.entries(filter).filter(([, value]) => value !== '');
  return download(`/audit.csv?${new URLSearchParams(given)}`);
}

/** Whether the log is as it was written. */
export const checkAudit = () => get<AuditCheck>('/audit/check');
