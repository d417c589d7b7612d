import { createContext } from 'react';

export const SessionContext = createContext<{ signOut: () => void }>({ signOut: () => undefined });
