import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Problem } from '#posts/problem';
import { changeAnnouncement, createAnnouncement } from '../api/announcements.ts';
import { ApiProblem } from '../api/problem.ts';
import { everythingChanged } from '../api/query.ts';
import { useWords } from '../i18n/use-words.ts';
import { useToasts } from '../parts/toasts.tsx';
import type { Draft } from './draft.ts';
import { rememberUsed } from './draft-store.ts';
import type { Editing } from './editing.ts';
import { changedParts, type Input, localProblems, toInput } from './to-input.ts';

interface Sending {
  readonly draft: Draft;
  readonly input: Input;
  readonly editing: Editing | null;
  readonly languages: readonly string[];
  readonly revision: RefObject<number | null>;
  /** The announcement as it was when the writing began. */
  readonly base: RefObject<Draft | null>;
  readonly onDone: (slug: string) => void;
}

/** Sends what was written: once, however often the button is pressed; every problem comes back to its field. */
export function useSend({ draft, input, editing, languages, revision, base, onDone }: Sending) {
  const { t } = useWords();
  const toasts = useToasts();
  const [error, setError] = useState<unknown>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [fresh, setFresh] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  // The same words sent again after a broken connection carry the same key, so that they are stored once.
  const key = useRef({ of: '', key: '' });
  const written = JSON.stringify(input);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was complained about may be mended by any change
  useEffect(() => setFresh(false), [written]);

  const refuse = (why: unknown, found: readonly Problem[]) => {
    setError(why);
    setProblems(found);
    setFresh(true);
    setAttempt((before) => before + 1);
  };
  const send = async (submit: boolean) => {
    const own = localProblems(draft);
    setBusy(true);
    try {
      if (own.length > 0) throw new ApiProblem(422, 'invalid', '', own);
      const slug = editing ? await sendChange(editing) : await sendNew(submit);
      rememberUsed(draft);
      toasts.done(t(editing ? 'composer.changed' : submit ? 'composer.sent' : 'composer.stored'));
      await everythingChanged();
      onDone(slug);
    } catch (why) {
      // What somebody else stored is read, so that it can be shown beside this.
      if (why instanceof ApiProblem && why.status === 412) await everythingChanged();
      refuse(why, why instanceof ApiProblem ? why.errors : []);
    } finally {
      setBusy(false);
    }
  };
  const sendNew = async (submit: boolean) => {
    const body = { ...withoutNulls(input), submit };
    const of = JSON.stringify(body);
    if (key.current.of !== of) key.current = { of, key: crypto.randomUUID() };
    const { announcement } = await createAnnouncement(body, key.current.key);
    return announcement.slug;
  };
  const sendChange = async ({ announcement, draft: before }: Editing) => {
    const change = changedParts(toInput(base.current ?? before, languages), input);
    const answer = await changeAnnouncement(announcement.slug, revision.current ?? announcement.revision, change);
    return answer.announcement.slug;
  };
  return { send, busy, error, problems, fresh, attempt };
}

function withoutNulls(input: Input): Partial<Input> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}
