import { useQuery } from '@tanstack/react-query';
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
  postingHours: null,
  revision: 0,
  stopped: null,
};

export function useCluster(): Cluster {
  const { data } = useQuery({
    queryKey: ['cluster'],
    queryFn: () => get<Cluster>('/cluster'),
    refetchInterval: liveInterval,
  });
  return data ?? BEFORE_IT_IS_KNOWN;
}

/** Whether somebody else than the author has to approve anything here. */
export const asksForApproval = ({ approval }: Cluster): boolean =>
  approval.fourEyes || Object.values(approval.areas).some((people) => people.length > 0);

export const stopEverything = () => post<unknown>('/cluster/pause', { body: {} });
export const resumeEverything = () => post<unknown>('/cluster/resume', { body: {} });

export const setPostingHours = (revision: number, postingHours: PostingHours | null) =>
  patch<unknown>('/cluster', revision, { postingHours });
