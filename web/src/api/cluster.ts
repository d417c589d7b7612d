import { useQuery } from '@tanstack/react-query';
import type { GateStep } from '#posts/gate';
import type { ApprovalSettings } from '#posts/policy';
import type { PostingHours } from '#posts/schema/posting-hours';
import { get, patch, post } from './client.ts';
import { liveInterval } from './query.ts';

export interface Stopped {
  readonly reason: 'person' | 'restored';
  readonly message: string;
  readonly at: string;
  readonly by: string;
}

export interface Cluster {
  readonly name: string;
  readonly zone: string;
  readonly languages: readonly string[];
  readonly approval: ApprovalSettings;
  readonly gate: { readonly missingLanguage: GateStep; readonly deadLink: GateStep };
  /** When campaigns may post; null: at any time. */
  readonly postingHours: PostingHours | null;
  readonly revision: number;
  /** Null while publishing goes on. */
  readonly stopped: Stopped | null;
}

const BEFORE_IT_IS_KNOWN: Cluster = {
  name: '',
  zone: 'Europe/Helsinki',
  languages: ['fi', 'sv', 'en'],
  approval: { fourEyes: false, areas: {} },
  gate: { missingLanguage: 'warn', deadLink: 'warn' },
  postingHours: null,
  revision: 0,
  stopped: null,
};

const CLUSTER = {
  queryKey: ['cluster'],
  queryFn: () => get<Cluster>('/cluster'),
  refetchInterval: liveInterval,
};

export function useCluster(): Cluster {
  return useQuery(CLUSTER).data ?? BEFORE_IT_IS_KNOWN;
}

/** For forms, which must not show what is only supposed. */
export function useClusterOnceKnown() {
  const { data: cluster, error } = useQuery(CLUSTER);
  return { cluster, error };
}

/** Whether somebody else than the author has to approve anything here. */
export const asksForApproval = ({ approval }: Cluster): boolean =>
  approval.fourEyes || Object.values(approval.areas).some((people) => people.length > 0);

export const stopEverything = () => post<unknown>('/cluster/pause', { body: {} });
export const resumeEverything = () => post<unknown>('/cluster/resume', { body: {} });

export const setPostingHours = (revision: number, postingHours: PostingHours | null) =>
  patch<unknown>('/cluster', revision, { postingHours });

export const changeCluster = (revision: number, changes: Partial<Pick<Cluster, 'approval' | 'gate'>>) =>
  patch<unknown>('/cluster', revision, changes);

/** How links are counted and marked, and how long single readings are kept. */
export interface NumberSettings {
  readonly linkParameters: string | null;
  readonly trackLinks: boolean;
  readonly samplesKeptDays: number | null;
  readonly revision: number;
}

export const useNumberSettings = () =>
  useQuery({ queryKey: ['cluster', 'numbers'], queryFn: () => get<NumberSettings>('/cluster/numbers') });

export const changeNumberSettings = (revision: number, settings: Omit<NumberSettings, 'revision'>) =>
  patch<unknown>('/cluster/numbers', revision, settings);
