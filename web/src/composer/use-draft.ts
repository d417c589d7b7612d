import { useCallback, useEffect, useRef, useState } from 'react';
import { type Draft, EMPTY_DRAFT, isWritten } from './draft.ts';
import { dropDraft, keepDraft, keptDraft, lastUsed } from './draft-store.ts';

const SAVE_AFTER_MS = 400;

export type Change = (change: (before: Draft) => Draft) => void;

/** What is being written, kept in the browser as it is written, and found again after a reload or a crash. */
export function useDraft(ref: string | null, stored: { draft: Draft; revision: number | null } | null) {
  const [kept] = useState(() => keptDraft(ref));
  const [draft, setDraft] = useState<Draft>(() => kept?.draft ?? stored?.draft ?? { ...EMPTY_DRAFT, ...lastUsed() });
  const [savedAt, setSavedAt] = useState<string | null>(kept?.savedAt ?? null);
  const [restored, setRestored] = useState(kept !== null);
  // Somebody's change since then is found by its revision when this is sent.
  const revision = useRef(kept?.revision ?? stored?.revision ?? null);
  const base = useRef(kept?.base ?? stored?.draft ?? null);
  const latest = useRef(draft);
  const touched = useRef(false);
  const closed = useRef(false);

  const save = useCallback(() => {
    if (closed.current || !touched.current || !isWritten(latest.current)) return;
    const at = new Date().toISOString();
    if (keepDraft(ref, { draft: latest.current, savedAt: at, revision: revision.current, base: base.current }))
      setSavedAt(at);
  }, [ref]);

  useEffect(() => {
    latest.current = draft;
    const timer = setTimeout(save, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, save]);

  useEffect(() => {
    addEventListener('pagehide', save);
    return () => {
      removeEventListener('pagehide', save);
      save();
    };
  }, [save]);

  const change: Change = useCallback((how) => {
    touched.current = true;
    setDraft((before) => {
      const after = how(before);
      latest.current = after;
      return after;
    });
  }, []);

  /** Back to what is stored, or to an empty page. */
  const startOver = () => {
    dropDraft(ref);
    touched.current = false;
    revision.current = stored?.revision ?? null;
    base.current = stored?.draft ?? null;
    setRestored(false);
    setSavedAt(null);
    setDraft(stored?.draft ?? { ...EMPTY_DRAFT, ...lastUsed() });
  };
  /** Goes on from what somebody else stored meanwhile. */
  const goOnFrom = (theirs: { draft: Draft; revision: number }, merged: Draft) => {
    revision.current = theirs.revision;
    base.current = theirs.draft;
    change(() => merged);
  };
  /** It is with the server now. */
  const done = () => {
    closed.current = true;
    dropDraft(ref);
  };
  return { draft, change, savedAt, restored, startOver, goOnFrom, done, revision, base };
}
