import { Stack } from '@mantine/core';
import { useClusterOnceKnown, useNumberSettings } from '../api/cluster.ts';
import { useWords } from '../i18n/use-words.ts';
import { ManageHead } from '../manage/ManageHead.tsx';
import { Loading } from '../parts/Loading.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { ApprovalForm } from './ApprovalForm.tsx';
import { GateForm } from './GateForm.tsx';
import { NumbersForm } from './NumbersForm.tsx';

/** What holds for the whole cluster: who approves what, what is refused, and how links and numbers are kept. */
export default function SettingsPage() {
  const { t } = useWords();
  const { cluster, error } = useClusterOnceKnown();
  const numbers = useNumberSettings();
  return (
    <>
      <ManageHead page="settings" lead={t('settings.lead')} />
      {error ? <ProblemNote error={error} /> : null}
      {numbers.error ? <ProblemNote error={numbers.error} again={() => void numbers.refetch()} /> : null}
      <Stack gap="lg" maw="48rem">
        {cluster ? (
          <>
            <ApprovalForm key={`approval-${cluster.revision}`} cluster={cluster} />
            <GateForm key={`gate-${cluster.revision}`} cluster={cluster} />
          </>
        ) : (
          <Loading />
        )}
        {numbers.data ? <NumbersForm key={`numbers-${numbers.data.revision}`} settings={numbers.data} /> : null}
      </Stack>
    </>
  );
}
