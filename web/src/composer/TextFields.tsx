import { Stack, Textarea, TextInput } from '@mantine/core';
import type { Channel, Funding } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { ChannelTexts } from './ChannelTexts.tsx';
import { Counters } from './Counters.tsx';
import { type Draft, type DraftText, NO_TEXT } from './draft.ts';
import { useField } from './field.ts';
import { TextHelp } from './TextHelp.tsx';
import type { Change } from './use-draft.ts';
import { Variants } from './Variants.tsx';

interface Props {
  readonly draft: Draft;
  readonly change: Change;
  readonly channels: readonly Channel[];
  readonly language: string;
  readonly funding: Funding | null;
}

/** Title, text, counters, the channels' own texts and the first comment of one language. */
export function TextFields({ draft, change, channels, language, funding }: Props) {
  const { t } = useWords();
  const text = draft.texts[language] ?? NO_TEXT;
  const title = useField(`/texts/${language}/title`);
  const body = useField(`/texts/${language}/body`);
  const comment = useField(`/texts/${language}/firstComment`);
  const set = (part: Partial<DraftText>) =>
    change((before) => ({
      ...before,
      texts: { ...before.texts, [language]: { ...(before.texts[language] ?? NO_TEXT), ...part } },
    }));
  return (
    <Stack>
      <TextInput
        {...title}
        label={t('field.title')}
        lang={language}
        maxLength={200}
        value={text.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <Textarea
        {...body}
        label={t('field.text')}
        description={t('composer.textHelp')}
        lang={language}
        autosize
        minRows={7}
        maxRows={24}
        value={text.body}
        onChange={(event) => set({ body: event.currentTarget.value })}
      />
      <TextHelp
        draft={draft}
        language={language}
        body={text.body}
        channels={channels}
        onBody={(written) => set({ body: written })}
      />
      <Counters draft={draft} channels={channels} language={language} funding={funding} />
      <ChannelTexts text={text} language={language} channels={channels} onChange={(own) => set({ channels: own })} />
      {draft.recurrence !== '' || text.variants.length > 0 ? (
        <Variants variants={text.variants} language={language} onChange={(variants) => set({ variants })} />
      ) : null}
      <Textarea
        {...comment}
        label={t('field.firstComment')}
        description={t('composer.firstCommentHelp')}
        lang={language}
        autosize
        minRows={2}
        maxRows={8}
        value={text.firstComment}
        onChange={(event) => set({ firstComment: event.currentTarget.value })}
      />
    </Stack>
  );
}
