import { Button, Code, Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useApiKeys } from '../api/api-keys.ts';
import {
  type AuditCheck,
  type AuditEntry,
  type AuditFilter,
  checkAudit,
  downloadAudit,
  useAudit,
} from '../api/audit.ts';
import { usePeople } from '../api/people.ts';
import { useWords } from '../i18n/use-words.ts';
import { Empty } from '../parts/Empty.tsx';
import { Loading } from '../parts/Loading.tsx';
import { Note } from '../parts/Note.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { useProblemWords } from '../parts/problem-words.ts';
import { useToasts } from '../parts/toasts.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { ManageHead } from './ManageHead.tsx';
import classes from './manage.module.css';

const PAGES_OF: Readonly<Record<string, string>> = { post: 'posts', announcement: 'announcements' };

/** Who did what. The filters stand in the address. */
export default function AuditPage() {
  const { t } = useWords();
  const toasts = useToasts();
  const words = useProblemWords();
  const [query, setQuery] = useSearchParams();
  const at = (name: keyof AuditFilter) => query.get(name) ?? '';
  const filter = { action: at('action'), actor: at('actor'), from: at('from'), to: at('to') };
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit(filter);
  const [check, setCheck] = useState<AuditCheck | null>(null);
  const names = useActorNames();
  const entries = data?.pages.flatMap(({ items }) => items) ?? [];
  const change = (name: keyof AuditFilter, value: string) => {
    const next = new URLSearchParams(query);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setQuery(next, { replace: true });
  };
  const tried = (work: Promise<unknown>) => void work.catch((refused) => toasts.failed(words.whole(refused)));
  const actions = (
    <>
      <Button variant="default" onClick={() => tried(checkAudit().then(setCheck))}>
        {t('audit.check')}
      </Button>
      <Button variant="default" onClick={() => tried(downloadAudit(filter))}>
        {t('audit.export')}
      </Button>
    </>
  );
  return (
    <>
      <ManageHead page="audit" lead={t('audit.lead')} actions={actions} />
      <Stack gap="lg">
        <div role="status">{check ? <Checked check={check} /> : null}</div>
        <AuditFilters filter={filter} names={names} onChange={change} />
        {isPending ? <Loading /> : null}
        {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
        {data ? (
          <section className="card" aria-label={t('audit.entries')}>
            {entries.length === 0 ? <Empty title={t('audit.emptyTitle')}>{t('audit.empty')}</Empty> : null}
            <ul className={classes.rows}>
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} who={names.get(entry.actor) ?? entry.actor} />
              ))}
            </ul>
            {hasNextPage ? (
              <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t('common.more')}
              </Button>
            ) : null}
          </section>
        ) : null}
      </Stack>
    </>
  );
}

function Checked({ check }: { check: AuditCheck }) {
  const { t, number } = useWords();
  if (check.broken === null) return <Note tone="calm">{t('audit.whole', { count: number(check.checked) })}</Note>;
  return <Note tone="bad">{t('audit.broken', { id: check.broken.auditId, why: check.broken.why })}</Note>;
}

function Entry({ entry, who }: { entry: AuditEntry; who: string }) {
  const { t, shortDate, clock } = useWords();
  const { action, thing, thingId, detail, origin } = entry;
  const page = PAGES_OF[thing];
  const from = [origin?.address, origin?.program].filter(Boolean).join(' · ');
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Text>
          <strong>{done(t, action)}</strong> · {who}
        </Text>
        <Text size="sm" c="dimmed">
          {shortDate(entry.at)} {clock(entry.at)}
          {page && thingId ? (
            <>
              {' · '}
              <Link to={`/${page}/${thingId}`}>{t('audit.open')}</Link>
            </>
          ) : null}
        </Text>
        <details>
          <summary>{t('audit.details')}</summary>
          <Text size="sm">
            {t('audit.about')}: {thing} {thingId}
          </Text>
          {from ? (
            <Text size="sm">
              {t('audit.origin')}: {from}
            </Text>
          ) : null}
          {Object.keys(detail).length > 0 ? (
            <Code className="prose" block>
              {JSON.stringify(detail, null, 2)}
            </Code>
          ) : null}
        </details>
      </div>
    </li>
  );
}

/** Those who are here still; whoever is not stays an id. */
function useActorNames(): ReadonlyMap<string, string> {
  const people = usePeople(200).data?.pages.flatMap(({ items }) => items) ?? [];
  const keys = useApiKeys().data?.pages.flatMap(({ items }) => items) ?? [];
  return new Map([
    ...people.map(({ id, name }) => [`person:${id}`, name] as const),
    ...keys.map(({ id, name }) => [`api-key:${id}`, name] as const),
  ]);
}

/** `post.edit.published` in words: the thing, what was done, and what came of it. */
function done(t: TFunction, action: string): string {
  const [thing = '', verb = '', end] = action.split('.');
  const words = [t(`audit.thing.${thing}`), t(`audit.verb.${verb}`)].join(' ');
  return end ? [words, t(`audit.end.${end}`)].join(': ') : words;
}
