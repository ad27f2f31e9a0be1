import { onlyKnown, strict, UnsupportedError } from './strict.ts';

export interface ItemOptions {
  label?: string;
  type?: 'normal' | 'separator' | 'checkbox' | 'submenu';
  role?: string;
  accelerator?: string;
  enabled?: boolean;
  checked?: boolean;
  click?: (item: object, window: undefined, event: object) => void;
  submenu?: ItemOptions[];
}

/** A menu item as specs read it. */
export interface ShownItem {
  label: string;
  type: string;
  role?: string;
  accelerator?: string;
  enabled: boolean;
  checked?: boolean;
  submenu?: ShownItem[];
}

const options = ['label', 'type', 'role', 'accelerator', 'enabled', 'checked', 'click', 'submenu'];
const roles = new Set(
  (
    'undo redo cut copy paste selectAll reload resetZoom zoomIn zoomOut togglefullscreen toggleDevTools minimize ' +
    'close quit about services hide hideOthers unhide zoom front window help'
  ).split(' '),
);

export class MenuItem {
  readonly options: ItemOptions;
  readonly submenu: Menu | null;
  readonly type: string;

  constructor(given: ItemOptions) {
    onlyKnown('menu item', given, options);
    if (given.role !== undefined && !roles.has(given.role)) {
      throw new UnsupportedError(`the menu role "${given.role}"`);
    }
    this.type = given.type ?? (given.submenu === undefined ? 'normal' : 'submenu');
    if (this.type !== 'separator' && given.label === undefined && given.role === undefined) {
      throw new Error('electron-double: a menu item needs a label, a role or to be a separator');
    }
    this.options = given;
    this.submenu = given.submenu === undefined ? null : Menu.buildFromTemplate(given.submenu);
  }

  show(): ShownItem {
    const { label = '', role, accelerator, enabled = true, checked } = this.options;
    return {
      label,
      type: this.type,
      enabled,
      ...(role === undefined ? {} : { role }),
      ...(accelerator === undefined ? {} : { accelerator }),
      ...(checked === undefined ? {} : { checked }),
      ...(this.submenu === null ? {} : { submenu: this.submenu.show() }),
    };
  }
}

export class Menu {
  static #application: Menu | null = null;
  readonly items: MenuItem[];

  private constructor(items: MenuItem[]) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly ItemOptions[]): Menu {
    return strict('Menu', new Menu(template.map((item) => new MenuItem(item))));
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  show(): ShownItem[] {
    return this.items.map((item) => item.show());
  }

  /** Chooses the item at the end of a path of labels, as a person would: not one that is greyed out. */
  choose(path: readonly string[], doRole: (role: string) => void): void {
    const [label, ...rest] = path;
    const item = this.items.find((one) => one.options.label === label);
    if (item === undefined) {
      const there = this.items.map((one) => one.options.label ?? one.type).join(', ');
      throw new Error(`no menu item "${label}" among: ${there}`);
    }
    const { enabled = true, role, click } = item.options;
    if (!enabled) throw new Error(`the menu item "${label}" is disabled`);
    if (rest.length > 0) {
      if (item.submenu === null) throw new Error(`the menu item "${label}" has no submenu`);
      item.submenu.choose(rest, doRole);
    } else if (click !== undefined) click({}, undefined, {});
    else if (role !== undefined) doRole(role);
    else throw new Error(`the menu item "${label}" does nothing`);
  }
}
