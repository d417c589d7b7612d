import { Button, Stack, Text, Textarea } from '@mantine/core';
import { use, useState } from 'react';
import { type Comment, say, useComments, useMentionable } from '../api/talk.ts';
import { SessionContext } from '../app/session-context.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ChooseMany } from '../parts/ChooseMany.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { useAct } from '../parts/use-act.ts';
import classes from './talk.module.css';

const LONGEST = 4_000;
const MENTIONS = 20;

/** What colleagues say to each other about an announcement. None of it is ever published. */
export function Talk({ announcement }: { announcement: string }) {
  const { t } = useWords();
  const { me } = use(SessionContext);
  const comments = useComments(announcement);
  const mayWrite = me?.may.includes('announcement.write') ?? false;
  const said = comments.data ?? [];
  return (
    <Section title={t('talk.title')}>
      <Stack>
        {comments.error ? <ProblemNote error={comments.error} again={() => void comments.refetch()} /> : null}
        {comments.data && said.length === 0 ? <Text c="dimmed">{t('talk.empty')}</Text> : null}
        <ol className={classes.said}>
          {said.map((comment) => (
            <Said key={comment.id} comment={comment} />
          ))}
        </ol>
        {mayWrite ? <SayIt announcement={announcement} /> : null}
      </Stack>
    </Section>
  );
}

function Said({ comment: { author, body, mentions, createdAt } }: { comment: Comment }) {
  const { t, longTime } = useWords();
  const nameOf = (one: Comment['author']) => one.name ?? t(one.id === null ? 'talk.program' : 'talk.erased');
  return (
    <li>
      <Text size="sm" c="dimmed">
        <strong>{nameOf(author)}</strong> · <time dateTime={createdAt}>{longTime(createdAt)}</time>
      </Text>
      <p className="prose">{body}</p>
      {mentions.length > 0 ? (
        <Text size="sm" c="dimmed">
          {t('talk.toldTo', { names: mentions.map(nameOf).join(', ') })}
        </Text>
      ) : null}
    </li>
  );
}

function SayIt({ announcement }: { announcement: string }) {
  const { t } = useWords();
  const { act, busy } = useAct();
  const [body, setBody] = useState('');
  const [mentions, setMentions] = useState<string[]>([]);
  const [missing, setMissing] = useState(false);
  const people = useMentionable(announcement, true).data ?? [];
  const send = async () => {
    if (body.trim() === '') return setMissing(true);
    if (!(await act(() => say(announcement, body.trim(), mentions), t('talk.sent')))) return;
    setBody('');
    setMentions([]);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="sm">
        <Textarea
          label={t('talk.say')}
          description={t('talk.sayHelp')}
          value={body}
          maxLength={LONGEST}
          autosize
          minRows={2}
          error={missing ? t('talk.missing') : undefined}
          aria-invalid={missing}
          onChange={(event) => {
            setMissing(false);
            setBody(event.currentTarget.value);
          }}
        />
        <ChooseMany
          label={t('talk.mention')}
          description={t('talk.mentionHelp')}
          none={t('talk.nobody')}
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
          value={mentions}
          onChange={(chosen) => setMentions(chosen.slice(0, MENTIONS))}
        />
        <div>
          <Button type="submit" variant="default" loading={busy}>
            {t('talk.send')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
