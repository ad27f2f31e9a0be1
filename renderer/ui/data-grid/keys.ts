/** What a key press means in a grid (ARIA authoring practices, "Grid"). */
export type GridCommand =
  | { kind: 'move'; by: number; extend: boolean }
  | { kind: 'page'; down: boolean; extend: boolean }
  | { kind: 'end'; last: boolean; extend: boolean }
  | { kind: 'stop'; to: 'next' | 'previous' | 'first' | 'last' }
  | { kind: 'toggle' }
  | { kind: 'range' }
  | { kind: 'all' }
  | { kind: 'open' }
  | { kind: 'menu' }
  | { kind: 'clear' };

interface Press {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** The command of a key press; null leaves the key to the browser. `place` is where the focus is. */
export function commandOf(press: Press, place: 'row' | 'cell' | 'control'): GridCommand | null {
  const { key, shiftKey: extend } = press;
  const command = press.ctrlKey || press.metaKey;
  if (press.altKey) return null;
  switch (key) {
    case 'ArrowDown':
      return { kind: 'move', by: 1, extend };
    case 'ArrowUp':
      return { kind: 'move', by: -1, extend };
    case 'ArrowRight':
      return { kind: 'stop', to: 'next' };
    case 'ArrowLeft':
      return { kind: 'stop', to: 'previous' };
    case 'PageDown':
      return { kind: 'page', down: true, extend };
    case 'PageUp':
      return { kind: 'page', down: false, extend };
    case 'Home':
    case 'End': {
      const last = key === 'End';
      if (command || place === 'row') return { kind: 'end', last, extend };
      return { kind: 'stop', to: last ? 'last' : 'first' };
    }
    case ' ':
      // A button or link in the row keeps its own Space.
      if (place === 'control') return null;
      return { kind: extend ? 'range' : 'toggle' };
    case 'a':
    case 'A':
      return command ? { kind: 'all' } : null;
    case 'Enter':
      return place === 'control' ? null : { kind: 'open' };
    case 'F10':
      return extend ? { kind: 'menu' } : null;
    case 'ContextMenu':
      return { kind: 'menu' };
    case 'Escape':
      return { kind: 'clear' };
    default:
      return null;
  }
}
