import { useParams } from 'react-router';
import { useAnnouncement } from '../api/announcements.ts';
import { useWords } from '../i18n/use-words.ts';
import { Loading } from '../parts/Loading.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { Composer } from './Composer.tsx';
import { draftOf } from './draft.ts';

/** A new announcement, or one that exists. */
export default function WritePage() {
  const { ref } = useParams();
  return ref ? <Edit key={ref} announcement={ref} /> : <Composer key="new" editing={null} />;
}

function Edit({ announcement: ref }: { announcement: string }) {
  const { t, zone } = useWords();
  const { data, error, isPending, refetch } = useAnnouncement(ref);
  if (isPending) return <Loading />;
  if (!data) {
    return (
      <>
        <PageHead title={t('announcement.notShown')} />
        <ProblemNote error={error} again={() => void refetch()} />
      </>
    );
  }
  return <Composer editing={{ announcement: data, draft: draftOf(data, zone), revision: data.revision }} />;
}
