import type { Records } from './records.ts';
import { onlyKnown, StrictEmitter, strict, UnsupportedError } from './strict.ts';

type ThemeSource = 'system' | 'light' | 'dark';

/** `nativeTheme`; the system's theme is the spec's to choose. */
export class NativeTheme extends StrictEmitter {
  #source: ThemeSource = 'system';
  #systemDark = process.env.ELECTRON_DOUBLE_DARK === '1';

  constructor() {
    super('nativeTheme', ['updated']);
  }
  get themeSource(): ThemeSource {
    return this.#source;
  }
  set themeSource(source: ThemeSource) {
    if (source === this.#source) return;
    this.#source = source;
    this.emit('updated');
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#systemDark : this.#source === 'dark';
  }
  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.#systemDark;
  }
  /** Not Electron's: the person changes the system's theme. */
  setSystem(dark: boolean): void {
    this.#systemDark = dark;
    this.emit('updated');
  }
}

export interface ShownDisplay {
  id: number;
  bounds: { x: number; y: number; width: number; height: number };
  workArea: { x: number; y: number; width: number; height: number };
  scaleFactor: number;
}

/** `screen`: one display, unless a spec says otherwise (`ELECTRON_DOUBLE_DISPLAYS`, JSON of work areas). */
export function createScreen() {
  const given = process.env.ELECTRON_DOUBLE_DISPLAYS;
  const areas: ShownDisplay['workArea'][] =
    given === undefined ? [{ x: 0, y: 0, width: 1920, height: 1040 }] : JSON.parse(given);
  const displays = areas.map((area, at) => ({ id: at + 1, bounds: area, workArea: area, scaleFactor: 1 }));
  return strict('screen', {
    getAllDisplays: (): ShownDisplay[] => displays,
    getPrimaryDisplay: (): ShownDisplay | undefined => displays[0],
  });
}

/** `Notification`: remembered, and clickable by specs. */
export function createNotification(records: Records) {
  return class Notification extends StrictEmitter {
    static isSupported(): boolean {
      return true;
    }
    static readonly all: Notification[] = [];
    readonly #record: Records['notifications'][number];

    constructor(options: { title: string; body: string }) {
      super('Notification', ['click', 'close', 'show', 'failed']);
      onlyKnown('Notification', options, ['title', 'body', 'silent', 'icon']);
      this.#record = { title: options.title, body: options.body, shown: false };
    }
    show(): void {
      if (this.#record.shown) return;
      this.#record.shown = true;
      records.notifications.push(this.#record);
      Notification.all.push(this);
      this.emit('show');
    }
    close(): void {
      this.emit('close');
    }
  };
}

/** `dialog`: remembered, and answered by what a spec says beforehand (else the first button). */
export function createDialog(records: Records, answers: number[]) {
  const ask = (kind: string, options: Record<string, unknown>) => {
    const answered = answers.shift() ?? 0;
    records.dialogs.push({ kind, options, answered });
    return answered;
  };
  return strict('dialog', {
    showErrorBox: (title: string, content: string): void => {
      records.dialogs.push({ kind: 'error', options: { title, content }, answered: null });
      console.error(`electron-double: error box "${title}": ${content}`);
    },
    showMessageBox: async (...args: Record<string, unknown>[]) => ({
      response: ask('message', args.at(-1) ?? {}),
      checkboxChecked: false,
    }),
  });
}

/** `shell`: nothing is opened; what would be is remembered. */
export function createShell(records: Records) {
  return strict('shell', {
    openExternal: async (url: string): Promise<void> => {
      if (!URL.canParse(url)) throw new UnsupportedError(`opening ${url}`);
      records.openedExternally.push(url);
    },
  });
}
