import { createContext } from 'react';
import type { Me } from '../api/auth.ts';

/** Who is signed in, and how they leave. */
export const SessionContext = createContext<{ me: Me | null; signOut: () => void }>({
  me: null,
  signOut: () => undefined,
});
