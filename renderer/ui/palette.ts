/** The colours that variables of the stylesheet have on an element now: what paints by itself knows no variables. */
export function readColours<Key extends string>(
  element: HTMLElement,
  variables: Readonly<Record<Key, string>>,
): Record<Key, string> {
  const probe = document.createElement('span');
  element.append(probe);
  const read = (variable: string): string => {
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  };
  const colours: Record<Key, string> = { ...variables };
  for (const key in variables) colours[key] = read(variables[key]);
  probe.remove();
  return colours;
}

/** Calls back when light and dark change places. Returns the way to stop. */
export function onPaletteChange(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(changed);
  system.addEventListener('change', changed);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    system.removeEventListener('change', changed);
    chosen.disconnect();
  };
}
