import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { endSession, type Me, whoAmI } from '../api/auth.ts';
import { queryClient } from '../api/query.ts';
import { forgetKey, nextVisit, readKey, signedOut } from '../api/session.ts';
import { Loading } from '../parts/Loading.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { useProblemWords } from '../parts/problem-words.ts';
import { useToasts } from '../parts/toasts.tsx';
import { Outside } from '../signin/Outside.tsx';
import { SignIn } from '../signin/SignIn.tsx';
import { SessionContext } from './session-context.ts';

type State =
  | { readonly is: 'asking' }
  | { readonly is: 'out'; readonly refused: 'key' | 'session' | null }
  | { readonly is: 'in'; readonly me: Me }
  | { readonly is: 'unknown'; readonly error: unknown };

/**
 * Either the sign-in page or what it guards. Scripts cannot read a session's cookie, so the server is asked who this is.
 * The address stays as it was: who signs in again comes back to where they were.
 */
export function Session({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ is: 'asking' });
  const { t } = useTranslation();
  const toasts = useToasts();
  const words = useProblemWords();
  useEffect(() => {
    if (state.is !== 'asking') return;
    let late = false;
    const known = (next: State) => {
      if (!late) setState(next);
    };
    whoAmI().then(
      (me) => known(me ? { is: 'in', me } : out(null)),
      (error: unknown) => known({ is: 'unknown', error }),
    );
    return () => {
      late = true;
    };
  }, [state]);
  const isIn = state.is === 'in';
  useEffect(() => {
    if (!isIn) return;
    // An answer to a session that was exchanged meanwhile, as a second factor does, tells nothing of the new one.
    const refused = () =>
      void whoAmI().then(
        (me) => (me ? undefined : setState(out('session'))),
        () => setState(out('session')),
      );
    signedOut.addEventListener('refused', refused);
    return () => signedOut.removeEventListener('refused', refused);
  }, [isIn]);

  if (state.is === 'asking') return <Loading />;
  if (state.is === 'unknown') {
    return (
      <Outside title={t('signin.title')}>
        <ProblemNote error={state.error} again={() => setState({ is: 'asking' })} />
      </Outside>
    );
  }
  if (state.is === 'out') {
    const enter = (me: Me) => {
      nextVisit();
      setState({ is: 'in', me });
    };
    return <SignIn refused={state.refused} onIn={enter} />;
  }
  const signOut = async () => {
    try {
      // Also after signing in with a key: a session left from before would open the page again.
      await endSession();
      setState(left());
    } catch (error) {
      toasts.failed(words.whole(error));
    }
  };
  const renew = (me: Me) => setState({ is: 'in', me });
  return <SessionContext value={{ me: state.me, renew, signOut }}>{children}</SessionContext>;
}

/** @param otherwise what was refused when it was not a key */
function out(otherwise: 'session' | null): State {
  const refused = readKey() === null ? otherwise : 'key';
  return { ...left(), refused };
}

/** Nothing of who was here stays in this tab, but for what they were writing. */
function left(): State & { is: 'out' } {
  forgetKey();
  nextVisit();
  queryClient.clear();
  return { is: 'out', refused: null };
}
