import type { Menu, ShownItem } from './menu.ts';
import type { NativeImage } from './native-image.ts';
import { StrictEmitter, strict } from './strict.ts';

export interface ShownTray {
  /** File of the icon. */
  image: string;
  toolTip: string;
  menu: ShownItem[];
}

/** `Tray`: remembers what it shows. */
export class Tray extends StrictEmitter {
  static readonly open = new Set<Tray>();
  #image: NativeImage;
  #toolTip = '';
  #menu: Menu | null = null;
  #destroyed = false;

  constructor(image: NativeImage) {
    super('Tray', ['click', 'right-click', 'double-click']);
    this.#image = image;
    Tray.open.add(this);
    // biome-ignore lint/correctness/noConstructorReturn: the program gets the strict face of its tray
    return strict('Tray', this);
  }

  setImage(image: NativeImage): void {
    this.#image = image;
  }
  setToolTip(text: string): void {
    this.#toolTip = text;
  }
  setContextMenu(menu: Menu | null): void {
    this.#menu = menu;
  }
  destroy(): void {
    this.#destroyed = true;
    Tray.open.delete(this);
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  // --- the double's own
  get menu(): Menu | null {
    return this.#menu;
  }
  shown(): ShownTray {
    return { image: this.#image.file, toolTip: this.#toolTip, menu: this.#menu?.show() ?? [] };
  }
}
