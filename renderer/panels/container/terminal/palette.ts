import type { ITheme } from '@xterm/xterm';

const names = {
  background: 'background',
  foreground: 'foreground',
  cursor: 'cursor',
  cursorAccent: 'background',
  selectionBackground: 'selection',
  black: 'black',
  red: 'red',
  green: 'green',
  yellow: 'yellow',
  blue: 'blue',
  magenta: 'magenta',
  cyan: 'cyan',
  white: 'white',
  brightBlack: 'bright-black',
  brightRed: 'bright-red',
  brightGreen: 'bright-green',
  brightYellow: 'bright-yellow',
  brightBlue: 'bright-blue',
  brightMagenta: 'bright-magenta',
  brightCyan: 'bright-cyan',
  brightWhite: 'bright-white',
} as const satisfies Partial<Record<keyof ITheme, string>>;

/** The palette as it is in force on an element: the terminal paints by itself and knows no variables. */
export function readPalette(element: HTMLElement): ITheme {
  const probe = document.createElement('span');
  element.append(probe);
  const theme: Record<string, string> = {};
  for (const [key, name] of Object.entries(names)) {
    probe.style.color = `var(--term-${name})`;
    theme[key] = getComputedStyle(probe).color;
  }
  probe.remove();
  return theme;
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
