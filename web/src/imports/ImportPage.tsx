import { Anchor, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { changeImport, removeImport, runImport, useImport, useImportItems } from '../api/imports.ts';
import type { Import } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { Loading } from '../parts/Loading.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { useAct } from '../parts/use-act.ts';
import { ItemRow } from './ItemRow.tsx';
import classes from './imports.module.css';
import { LastReading, SourceBadges } from './LastReading.tsx';
import { Reason } from './Reason.tsx';

/** One source: what came from it, why something was refused, and what waits for an answer. */
export default function ImportPage() {
  const { id = '' } = useParams();
  const { t } = useWords();
  /** When it was read last before somebody asked to read it now. */
  const [readBefore, setReadBefore] = useState<string | null | undefined>();
  const { data: source, error, refetch } = useImport(id, readBefore !== undefined);
  if (source && readBefore !== undefined && source.fetchedAt !== readBefore) setReadBefore(undefined);
  if (error) return <ProblemNote error={error} again={() => void refetch()} />;
  if (!source) return <Loading />;
  const { lastResult } = source;
  return (
    <>
      <PageHead
        title={source.name}
        lead={
          <Anchor href={source.address} style={{ overflowWrap: 'anywhere' }}>
            {source.address}
          </Anchor>
        }
        actions={
          <Acts source={source} reading={readBefore !== undefined} onRun={() => setReadBefore(source.fetchedAt)} />
        }
      />
      <Stack gap="lg">
        <Section title={t('imports.lastTitle')}>
          <Group gap="xs" mb="sm">
            <SourceBadges source={source} />
          </Group>
          <div aria-live="polite">
            <LastReading source={source} />
          </div>
          {lastResult ? <Told {...lastResult} /> : null}
        </Section>
        <Items source={source} />
      </Stack>
    </>
  );
}

/** What the last reading left out, and what it could not read. */
function Told({ notes, refusals }: Pick<NonNullable<Import['lastResult']>, 'notes' | 'refusals'>) {
  if (notes.length + refusals.length === 0) return null;
  return (
    <ul>
      {notes.map(({ code, detail }) => (
        <li key={`${code} ${detail}`}>
          <Reason code={code} detail={detail} />
        </li>
      ))}
      {refusals.map(({ title, code, detail }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two events may be called the same and have the same fault
        <li key={index}>
          {title}: <Reason code={code} detail={detail} />
        </li>
      ))}
    </ul>
  );
}

function Acts({ source, reading, onRun }: { source: Import; reading: boolean; onRun: () => void }) {
  const { t } = useWords();
  const { act, busy } = useAct();
  const navigate = useNavigate();
  const [removing, setRemoving] = useState(false);
  const { id, name, paused } = source;
  const run = () => {
    onRun();
    void act(() => runImport(id), t('imports.runDone'));
  };
  const pause = () =>
    void act(
      () => changeImport(source, { paused: !paused }),
      t(paused ? 'imports.resumeDone' : 'imports.pauseDone', { name }),
    );
  const erase = async () => {
    if (await act(() => removeImport(id), t('imports.removeDone', { name }))) await navigate('/imports');
  };
  return (
    <>
      {paused ? null : (
        <Button onClick={run} loading={busy || reading}>
          {t('imports.run')}
        </Button>
      )}
      <Button variant="default" component={Link} to={`/imports/${id}/edit`}>
        {t('imports.edit')}
      </Button>
      <Button variant="default" onClick={pause} disabled={busy}>
        {t(paused ? 'imports.resume' : 'imports.pause')}
      </Button>
      <Button variant="default" onClick={() => setRemoving(true)}>
        {t('imports.remove')}
      </Button>
      <Confirm
        opened={removing}
        title={t('imports.remove')}
        yes={t('imports.remove')}
        danger
        busy={busy}
        onClose={() => setRemoving(false)}
        onYes={() => void erase()}
      >
        {t('imports.removeWhat', { name })}
      </Confirm>
    </>
  );
}

const SHOWN = ['', 'asking', 'new', 'updated', 'merged', 'refused', 'removed'] as const;

function Items({ source }: { source: Import }) {
  const { t } = useWords();
  const [shown, setShown] = useState<string>(source.asking > 0 ? 'asking' : '');
  const list = useImportItems(source.id, shown === 'asking' ? { asking: 'true' } : { state: shown });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section
      title={t('imports.itemsTitle')}
      aside={
        <NativeSelect
          aria-label={t('imports.show')}
          value={shown}
          onChange={(event) => setShown(event.currentTarget.value)}
          data={SHOWN.map((value) => ({ value, label: t(`imports.shown.${value || 'all'}`) }))}
        />
      }
    >
      {list.isPending ? <Loading /> : null}
      {list.error ? <ProblemNote error={list.error} again={() => void list.refetch()} /> : null}
      {list.data && items.length === 0 ? <Text c="dimmed">{t('imports.noItems')}</Text> : null}
      <ul className={classes.rows}>
        {items.map((item) => (
          <ItemRow key={item.id} source={source} item={item} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('common.more')}
        </Button>
      ) : null}
    </Section>
  );
}
