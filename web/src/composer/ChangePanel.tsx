import type { Channel } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Timeline } from '../timeline/Timeline.tsx';
import type { Editing } from './editing.ts';
import { changedParts, type Input, toInput } from './to-input.ts';

interface Props {
  readonly editing: Editing;
  readonly input: Input;
  readonly languages: readonly string[];
  readonly channels: readonly Channel[];
}

/** What the change would do to every post, before it is saved. */
export function ChangePanel({ editing, input, languages, channels }: Props) {
  const { t } = useWords();
  const change = changedParts(toInput(editing.draft, languages), input);
  return (
    <Section title={t('timeline.title')}>
      <Timeline announcement={editing.announcement.slug} change={change} act="change" channels={channels} />
    </Section>
  );
}
