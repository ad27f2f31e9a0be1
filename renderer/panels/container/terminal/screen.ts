import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { copyText } from '../../../state/clipboard.ts';
import { onPaletteChange } from '../../../ui/palette.ts';
import { readPalette } from './palette.ts';

export interface ScreenOptions {
  /** What a screen reader calls it, and how it is left by keyboard. */
  label: string;
  description: string;
  screenReader: boolean;
  onInput(bytes: Uint8Array<ArrayBuffer>): void;
  onSize(columns: number, rows: number): void;
  /** The keys that leave it were pressed. */
  onLeave(): void;
}

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Resolves once it is shown. Of a replay no question is answered: it was, long ago. */
  write(bytes: Uint8Array, replay: boolean): Promise<void>;
  clear(): void;
  focus(): void;
  /** Takes the size of its element. */
  fill(): void;
  describe(label: string, screenReader: boolean): void;
  dispose(): void;
}

const scrollbackLines = 5000;
/** Hyperlinks and the clipboard: what runs in a container must reach neither. */
const deafTo = [8, 52] as const;

/** A terminal in an element, as large as that. Its code is loaded with it. */
export function createScreen(element: HTMLElement, options: ScreenOptions): Screen {
  const { fontFamily } = getComputedStyle(element);
  const terminal = new Terminal({
    fontFamily,
    fontSize: 13,
    lineHeight: 1.2,
    scrollback: scrollbackLines,
    theme: readPalette(element),
    minimumContrastRatio: 4.5,
    screenReaderMode: options.screenReader,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    linkHandler: { activate: () => undefined },
    macOptionIsMeta: true,
  });
  for (const code of deafTo) terminal.parser.registerOscHandler(code, () => true);
  const fitting = new FitAddon();
  terminal.loadAddon(fitting);
  terminal.open(element);
  const { textarea } = terminal;
  textarea?.setAttribute('aria-description', options.description);
  textarea?.setAttribute('aria-keyshortcuts', 'Control+Shift+ArrowUp');
  textarea?.setAttribute('aria-label', options.label);

  let replaying = 0;
  terminal.onData((text) => {
    if (replaying === 0) options.onInput(new TextEncoder().encode(text));
  });
  // Mouse reports of old programs are bytes, not text.
  terminal.onBinary((text) => {
    if (replaying === 0) options.onInput(Uint8Array.from(text, (sign) => sign.charCodeAt(0)));
  });
  terminal.onResize(({ cols, rows }) => options.onSize(cols, rows));
  terminal.attachCustomKeyEventHandler((event) => {
    if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return true;
    if (event.code === 'ArrowUp') {
      event.preventDefault();
      if (event.type === 'keydown') options.onLeave();
      return false;
    }
    if (event.code === 'KeyC' && terminal.hasSelection()) {
      event.preventDefault();
      if (event.type === 'keydown') void copyText(terminal.getSelection());
      return false;
    }
    // The browser pastes.
    return event.code !== 'KeyV';
  });

  const fill = () => {
    if (element.clientWidth > 0 && element.clientHeight > 0) fitting.fit();
  };
  const resized = new ResizeObserver(fill);
  resized.observe(element);
  fill();
  const unfollow = onPaletteChange(() => {
    terminal.options.theme = readPalette(element);
  });

  return {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    write: (bytes, replay) => {
      if (replay) replaying += 1;
      return new Promise((resolve) => {
        terminal.write(bytes, () => {
          if (replay) replaying -= 1;
          resolve();
        });
      });
    },
    clear: () => terminal.reset(),
    focus: () => terminal.focus(),
    fill,
    describe: (label, screenReader) => {
      textarea?.setAttribute('aria-label', label);
      terminal.options.screenReaderMode = screenReader;
    },
    dispose: () => {
      unfollow();
      resized.disconnect();
      terminal.dispose();
    },
  };
}
