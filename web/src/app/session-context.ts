import { createContext } from 'react';
import type { Me } from '../api/auth.ts';

interface SignedIn {
  readonly me: Me | null;
  /** After somebody changed what is known of themselves. */
  readonly renew: (me: Me) => void;
  readonly signOut: () => void;
}

/** Who is signed in, and how they leave. */
export const SessionContext = createContext<SignedIn>({
  me: null,
  renew: () => undefined,
  signOut: () => undefined,
});
