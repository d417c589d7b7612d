import { useRef } from 'react';

/** When the row or the form that held the focus is gone, the focus goes to what it stood in. */
export function useListFocus() {
  const list = useRef<HTMLDivElement>(null);
  const keep = () =>
    setTimeout(() => {
      if (document.activeElement === document.body) list.current?.focus();
    }, 250);
  return { list, keep };
}
