import { useEffect } from 'react';

/** A dialog that closes gives the focus back to what opened it, which is the better place; it takes 10 ms. */
const AFTER_OTHERS_MS = 60;
const TAKES_FOCUS = 'a[href], button, input, select, textarea, [tabindex]';

/**
 * The keyboard's place is never lost. A button that is gone after its work leaves the focus to the section it stood in,
 * and one that could not be pressed while it worked gets it back; browsers would begin at the top of the page again.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: HTMLElement | null = null;
    let around: Element[] = [];
    const remember = ({ target }: FocusEvent) => {
      last = target as HTMLElement;
      around = ancestorsOf(last);
    };
    const leave = ({ target }: PointerEvent) => {
      // Who clicks on bare ground wants the focus nowhere.
      if (target instanceof Element && target.closest(TAKES_FOCUS) === null) last = null;
    };
    const look = () => {
      if (last === null || (document.activeElement !== document.body && document.activeElement !== null)) return;
      if (last.isConnected) {
        if (!last.matches(':disabled')) last.focus({ preventScroll: true });
        return;
      }
      const place = around.find((one): one is HTMLElement => one.isConnected && one.matches('section, main'));
      const next = place ?? document.getElementById('content');
      if (!next) return;
      if (!next.hasAttribute('tabindex')) next.tabIndex = -1;
      next.focus({ preventScroll: true });
    };
    let soon: ReturnType<typeof setTimeout> | undefined;
    const observer = new MutationObserver(() => {
      clearTimeout(soon);
      soon = setTimeout(look, AFTER_OTHERS_MS);
    });
    document.addEventListener('focusin', remember);
    document.addEventListener('pointerdown', leave);
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    return () => {
      document.removeEventListener('focusin', remember);
      document.removeEventListener('pointerdown', leave);
      observer.disconnect();
      clearTimeout(soon);
    };
  }, []);
}

function ancestorsOf(element: Element): Element[] {
  const found: Element[] = [];
  for (let one = element.parentElement; one; one = one.parentElement) found.push(one);
  return found;
}
