import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { editPost } from '../api/posts.ts';
import { ApiProblem } from '../api/problem.ts';
import { everythingChanged } from '../api/query.ts';
import type { Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { useProblemWords } from '../parts/problem-words.ts';
import { useToasts } from '../parts/toasts.tsx';

/** Changes one post's own words. On a published one the page follows soon after. */
export function EditDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const { t } = useWords();
  const words = useProblemWords();
  const toasts = useToasts();
  // The revision that the person began on: what somebody else changes meanwhile is told, never overwritten.
  const [before] = useState(post);
  const [title, setTitle] = useState(post.title);
  const [text, setText] = useState(post.text);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const at = (pointer: string) => {
    const problem = error instanceof ApiProblem ? error.errors.find((each) => each.pointer === pointer) : undefined;
    return problem ? words.one(problem) : undefined;
  };
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      await editPost(before, { title, text });
      toasts.done(t('post.act.edit.done'));
      await everythingChanged();
      onClose();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('post.act.edit.name')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text size="sm">{t(post.publishedAt ? 'post.act.edit.whatPublished' : 'post.act.edit.what')}</Text>
        {error ? <ProblemNote error={error} /> : null}
        <TextInput
          label={t('field.title')}
          value={title}
          error={at('/title')}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t('field.text')}
          value={text}
          error={at('/text')}
          autosize
          minRows={6}
          maxRows={18}
          lang={post.language}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.back')}
          </Button>
          <Button loading={busy} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
