import { useInfiniteQuery } from '@tanstack/react-query';
import { get, patch, post, remove } from './client.ts';
import type { Page } from './wire.ts';

export const ROLES = ['viewer', 'author', 'approver', 'admin'] as const;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly clusterAdmin: boolean;
  readonly twoFactor: boolean;
  /** By the slug of the organisation; those that the reader looks after. */
  readonly roles: Readonly<Record<string, string>>;
  readonly createdAt: string;
}

/** The person, and the link to choose a password where it could not be mailed. */
export interface Linked {
  readonly person: Person;
  readonly mailed: boolean;
  readonly link: string | null;
}

export interface PersonChanges {
  readonly name?: string;
  readonly clusterAdmin?: boolean;
  /** Null takes the role away. */
  readonly roles?: Readonly<Record<string, string | null>>;
}

/** @param limit of a page; 200 at most */
export function usePeople(limit = 50) {
  return useInfiniteQuery({
    queryKey: ['people', limit],
    queryFn: ({ pageParam }) => get<Page<Person>>('/people', { limit, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export const invitePerson = (person: PersonChanges & { name: string; email: string }) =>
  post<Linked>('/people', { body: person });

export const changePerson = (id: string, changes: PersonChanges) => patch<Person>(`/people/${id}`, null, changes);

export const linkForPerson = (id: string) => post<Linked>(`/people/${id}/reset`, { body: {} });

/** For good: the name, the address and the sign-ins; what they did stays in the audit log without a name. */
export const erasePerson = (id: string) => remove(`/people/${id}`);
