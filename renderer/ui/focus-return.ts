let last: HTMLElement | null = null;

/** Remembers what had the focus outside of menus and dialogs, for the life of the page. */
export function followFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && target.closest('[role="menu"], [role="dialog"]') === null)
      last = target;
  });
}

/**
 * Gives the focus back after a dialog: to what had it before; if that is gone (its row was removed), to the
 * active row of the list, else to the page.
 */
export function returnFocus(): void {
  const target =
    last?.isConnected && last !== document.body
      ? last
      : (document.querySelector<HTMLElement>('[role="grid"] [data-key][tabindex="0"]') ??
        document.getElementById('main'));
  target?.focus({ preventScroll: true });
}
