import { checkFunding, type FundingProblem } from '#posts/funding';
import { localDate } from '#posts/time';
import { useChannels } from '../api/channels.ts';
import { useCluster } from '../api/cluster.ts';
import type { Funding } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Note } from '../parts/Note.tsx';
import { useProblemWords } from '../parts/problem-words.ts';
import { type Draft, writtenLanguages } from './draft.ts';
import { composed, ruleOf } from './preview/source.ts';

/** What the funding's rule says of the posts as they stand, at once. */
export function FundingNotes({ draft, funding }: { draft: Draft; funding: Funding }) {
  const { t, zone } = useWords();
  const words = useProblemWords();
  const { languages } = useCluster();
  const { channels } = useChannels();
  const chosen = channels.filter(({ slug }) => draft.channels === null || draft.channels.includes(slug));
  const written = draft.when === 'at' && /^\d{4}-\d{2}-\d{2}T/.test(draft.publishAt);
  const date = written ? draft.publishAt.slice(0, 10) : localDate(new Date(), zone);
  const found = new Map<string, FundingProblem>();
  for (const language of writtenLanguages(draft, languages)) {
    for (const channel of chosen.filter((each) => each.languages.includes(language))) {
      const { text } = composed(draft, channel, language, funding, zone);
      for (const problem of checkFunding(ruleOf(funding), { text, language, date })) found.set(problem.detail, problem);
    }
  }
  return [...found.values()].map((problem) => (
    <Note
      key={problem.detail}
      mt="xs"
      tone={problem.severity === 'error' ? 'bad' : 'warn'}
      title={t(`composer.funding.${problem.severity}`)}
    >
      {words.one({ pointer: '/funding', code: problem.code, detail: problem.detail })}
    </Note>
  ));
}
