import { useMemo } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { useAnnouncement } from '../api/announcements.ts';
import { useWords } from '../i18n/use-words.ts';
import { Loading } from '../parts/Loading.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { Composer } from './Composer.tsx';
import { copyOf, draftOf } from './draft.ts';

/** A new announcement, one that begins as a copy (`?copy=`) or with a time (`?at=&channel=`), or one that exists. */
export default function WritePage() {
  const { ref } = useParams();
  const [params] = useSearchParams();
  const copied = params.get('copy');
  const time = params.get('at');
  const channel = params.get('channel');
  const slot = useMemo(() => (time && channel ? { time, channel } : null), [time, channel]);
  if (ref) return <Existing key={ref} announcement={ref} copied={false} />;
  if (copied) return <Existing key={`copy ${copied}`} announcement={copied} copied />;
  return <Composer key="new" editing={null} {...(slot ? { slot } : {})} />;
}

function Existing({ announcement: ref, copied }: { announcement: string; copied: boolean }) {
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
  const draft = draftOf(data, zone);
  if (copied) return <Composer editing={null} copied={{ of: data.slug, draft: copyOf(draft) }} />;
  return <Composer editing={{ announcement: data, draft, revision: data.revision }} />;
}
