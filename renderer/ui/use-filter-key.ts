import { type RefObject, useEffect } from 'react';

const typed = 'input:not([type="checkbox"]):not([type="radio"]), textarea, select';

/** Makes `/` go to the filter box of the page, unless somebody types elsewhere or something is open before the page. */
export function useFilterKey(box: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.matches(typed)) return;
      if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      event.preventDefault();
      box.current?.focus();
      box.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [box]);
}
