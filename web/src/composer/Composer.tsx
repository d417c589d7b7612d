import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Problem } from '#posts/problem';
import { useChannels } from '../api/channels.ts';
import { useCluster } from '../api/cluster.ts';
import { useFundings } from '../api/named.ts';
import { ApiProblem } from '../api/problem.ts';
import { useWords } from '../i18n/use-words.ts';
import { Note } from '../parts/Note.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { AboutSection } from './AboutSection.tsx';
import { ChangePanel } from './ChangePanel.tsx';
import classes from './composer.module.css';
import { EventSection } from './EventSection.tsx';
import type { Copied, Editing, Slot } from './editing.ts';
import { ProblemsContext } from './field.ts';
import { ImagesSection } from './ImagesSection.tsx';
import { KindSection } from './KindSection.tsx';
import { Meeting } from './Meeting.tsx';
import { PlanPanel } from './PlanPanel.tsx';
import { ProblemSummary } from './ProblemSummary.tsx';
import { Previews } from './preview/Previews.tsx';
import { SendBar } from './SendBar.tsx';
import { TextsSection } from './TextsSection.tsx';
import { localProblems, toInput } from './to-input.ts';
import { useCard } from './use-card.ts';
import { useDraft } from './use-draft.ts';
import { usePlan } from './use-plan.ts';
import { useSend } from './use-send.ts';
import { WhereSection } from './WhereSection.tsx';

/** Worth telling before anybody asks: not that a field is still empty. */
const TOLD_EARLY = (problem: Problem) =>
  !['missing', 'too-short', 'text-empty', 'title-empty', 'invalid'].includes(problem.code);

interface Props {
  readonly editing: Editing | null;
  readonly copied?: Copied;
  /** An empty time of a channel that was chosen in the calendar. */
  readonly slot?: Slot;
}

/** Where an announcement is written: fields on one side, what readers will see on the other. */
export function Composer({ editing, copied, slot }: Props) {
  const { t, clock } = useWords();
  const navigate = useNavigate();
  const { languages } = useCluster();
  const { channels } = useChannels();
  const fundings = useFundings();
  const { draft, change, savedAt, restored, startOver, goOnFrom, done, revision, base } = useDraft(
    editing?.announcement.slug ?? (copied ? `copy ${copied.of}` : null),
    editing ?? (copied ? { draft: copied.draft, revision: null } : null),
  );
  useEffect(() => {
    if (!slot) return;
    const { time, channel } = slot;
    change((before) => ({ ...before, when: 'at', publishAt: time, channels: [channel] }));
  }, [slot, change]);
  const [language, setLanguage] = useState(languages[0] ?? 'fi');
  const input = toInput(draft, languages);
  const first = Object.values(input.texts)[0];
  const seen = useCard(draft, change, editing?.draft.link ?? null);
  const ready = editing === null && draft.organisation !== '' && Boolean(first?.title && first.body);
  const { plan, busy } = usePlan(input, ready);
  const send = useSend({
    draft,
    input,
    editing,
    languages,
    revision,
    base,
    onDone: (slug) => {
      done();
      void navigate(`/announcements/${slug}`);
    },
  });
  const chosen = draft.channels === null ? channels : channels.filter(({ slug }) => draft.channels?.includes(slug));
  const early = [...(plan?.problems ?? [])].filter(TOLD_EARLY);
  const asked = send.problems.filter((problem) => send.fresh || TOLD_EARLY(problem));
  const problems = uniqueProblems([...asked, ...(send.problems.length > 0 ? localProblems(draft) : []), ...early]);
  // Told while writing already; saving would be refused.
  const overtaken = editing !== null && revision.current !== null && editing.revision > revision.current && !send.busy;
  const settled = !overtaken && send.error instanceof ApiProblem && send.error.status === 412;
  const funding = fundings.find(({ slug }) => slug === draft.funding) ?? null;

  return (
    <ProblemsContext value={problems}>
      <PageHead
        title={t(editing ? 'composer.editTitle' : 'composer.title')}
        lead={savedAt ? t('composer.kept', { time: clock(savedAt) }) : t('composer.lead')}
        actions={
          savedAt ? (
            <Button variant="subtle" size="compact-sm" onClick={startOver}>
              {t('composer.startOver')}
            </Button>
          ) : null
        }
      />
      {restored ? (
        <Note tone="calm" mb="md" role="status">
          {t('composer.restored')}
        </Note>
      ) : null}
      {copied && !restored ? (
        <Note tone="calm" mb="md" role="status">
          {t('composer.copied')}
        </Note>
      ) : null}
      {overtaken && editing ? (
        <Meeting
          base={base.current ?? editing.draft}
          mine={draft}
          theirs={editing.draft}
          changedAt={editing.announcement.updatedAt}
          onMerged={(merged) => goOnFrom(editing, merged)}
          onTheirs={startOver}
        />
      ) : null}
      <ProblemSummary
        error={settled ? null : send.error}
        problems={send.error ? problems : []}
        attempt={send.attempt}
        onLanguage={setLanguage}
      />
      <div className={classes.columns}>
        <form className={classes.form} onSubmit={(event) => event.preventDefault()} noValidate>
          <Stack gap="lg">
            <KindSection draft={draft} change={change} editing={editing !== null} />
            <TextsSection
              draft={draft}
              change={change}
              channels={chosen}
              language={language}
              onLanguage={setLanguage}
              funding={funding}
            />
            {draft.kind === 'event' ? <EventSection draft={draft} change={change} editing={editing !== null} /> : null}
            <ImagesSection draft={draft} change={change} channels={chosen} />
            <AboutSection draft={draft} change={change} seen={seen} />
            <WhereSection draft={draft} change={change} channels={channels} />
            <SendBar draft={draft} editing={editing} busy={send.busy} onSend={send.send} />
          </Stack>
        </form>
        <aside className={classes.side} aria-label={t('composer.previews')}>
          <Stack gap="lg">
            <Previews draft={draft} channels={chosen} language={language} funding={funding} card={seen.card} />
            {editing ? (
              <ChangePanel editing={editing} input={input} languages={languages} channels={channels} />
            ) : (
              <PlanPanel plan={plan} busy={busy} ready={ready} channels={channels} />
            )}
            {chosen.length === 0 ? (
              <Group>
                <Text c="dimmed">{t('composer.noChannels')}</Text>
              </Group>
            ) : null}
          </Stack>
        </aside>
      </div>
    </ProblemsContext>
  );
}

function uniqueProblems(problems: readonly Problem[]): Problem[] {
  return [
    ...new Map(problems.map((problem) => [`${problem.pointer} ${problem.code} ${problem.detail}`, problem])).values(),
  ];
}
