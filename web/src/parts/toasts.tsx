import { Button, CloseButton, Group, Paper, Text } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './toasts.module.css';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly bad: boolean;
  readonly undo: (() => void) | null;
}

interface Toasts {
  /** Says what was done; with `undo` it can be taken back for a while. */
  done(text: string, undo?: () => void): void;
  failed(text: string): void;
}

const Context = createContext<Toasts>({ done: () => undefined, failed: () => undefined });

export const useToasts = () => useContext(Context);

const SHOWN_MS = 7_000;
/** WCAG 2.2.1: what can be acted on stays long enough to be reached by any means. */
const SHOWN_WITH_UNDO_MS = 30_000;

export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<readonly Toast[]>([]);
  const next = useRef(1);
  const close = useCallback((id: number) => setShown((before) => before.filter((toast) => toast.id !== id)), []);
  const add = useCallback(
    (text: string, bad: boolean, undo: (() => void) | null) => {
      const id = next.current++;
      setShown((before) => [...before.slice(-2), { id, text, bad, undo }]);
      if (!bad) setTimeout(() => close(id), undo ? SHOWN_WITH_UNDO_MS : SHOWN_MS);
    },
    [close],
  );
  const toasts = useMemo<Toasts>(
    () => ({
      done: (text, undo) => add(text, false, undo ?? null),
      failed: (text) => add(text, true, null),
    }),
    [add],
  );
  return (
    <Context.Provider value={toasts}>
      {children}
      <section className={classes.region} aria-live="polite" aria-label={t('common.messages')}>
        {shown.map((toast) => (
          <Paper key={toast.id} className={classes.toast} data-bad={toast.bad || undefined} withBorder p="sm">
            <Group wrap="nowrap" justify="space-between" gap="sm">
              <Text size="sm">{toast.text}</Text>
              <Group gap={4} wrap="nowrap">
                {toast.undo ? (
                  <Button
                    size="compact-sm"
                    variant="light"
                    onClick={() => {
                      toast.undo?.();
                      close(toast.id);
                    }}
                  >
                    {t('common.undo')}
                  </Button>
                ) : null}
                <CloseButton size="sm" aria-label={t('common.close')} onClick={() => close(toast.id)} />
              </Group>
            </Group>
          </Paper>
        ))}
      </section>
    </Context.Provider>
  );
}
