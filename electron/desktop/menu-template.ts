import type { MenuItemConstructorOptions } from 'electron';

/** Everything that a menu, the tray or a notification can ask for. Plain data, so that tests can read it. */
export type DesktopAction =
  | { do: 'open' }
  | { do: 'quit' }
  | { do: 'navigate'; route: string }
  | { do: 'open-external'; url: string }
  | { do: 'pause-notifications'; paused: boolean }
  | { do: 'use-context'; name: string }
  | { do: 'start-engine' }
  | { do: ContainerVerb; id: string; name: string };

export type ContainerVerb = 'start' | 'stop' | 'restart';

export type NativeRole = NonNullable<MenuItemConstructorOptions['role']>;

/** A menu as a description: what it says and does, nothing of Electron. */
export type MenuTemplate = readonly MenuEntry[];
export type MenuEntry =
  | { type: 'separator' }
  /** A line that only tells. */
  | { type: 'text'; label: string }
  /** What the system does by itself, with our words. */
  | { type: 'role'; role: NativeRole; label: string }
  | { type: 'action'; label: string; action: DesktopAction; enabled: boolean; accelerator?: string }
  | { type: 'check'; label: string; action: DesktopAction; checked: boolean }
  | { type: 'submenu'; label: string; entries: MenuTemplate; role?: NativeRole };

/** The description in Electron's form; `perform` is called when an entry is chosen. */
export function toNative(
  template: MenuTemplate,
  perform: (action: DesktopAction) => void,
): MenuItemConstructorOptions[] {
  return template.map((entry): MenuItemConstructorOptions => {
    switch (entry.type) {
      case 'separator':
        return { type: 'separator' };
      case 'text':
        return { label: entry.label, enabled: false };
      case 'role':
        return { role: entry.role, label: entry.label };
      case 'action':
        return {
          label: entry.label,
          enabled: entry.enabled,
          click: () => perform(entry.action),
          ...(entry.accelerator === undefined ? {} : { accelerator: entry.accelerator }),
        };
      case 'check':
        return {
          type: 'checkbox',
          label: entry.label,
          checked: entry.checked,
          click: () => perform(entry.action),
        };
      case 'submenu':
        return {
          label: entry.label,
          submenu: toNative(entry.entries, perform),
          ...(entry.role === undefined ? {} : { role: entry.role }),
        };
      default:
        return entry satisfies never;
    }
  });
}

// Control characters and what turns the direction of text round.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text from outside as one menu label: one line, shortened in the middle, no accidental shortcut letters. */
export function menuLabel(text: string, longest = 40): string {
  const letters = [...text.replace(unprintable, ' ').trim()];
  const half = Math.floor((longest - 1) / 2);
  const shown =
    letters.length <= longest
      ? letters.join('')
      : `${letters.slice(0, longest - 1 - half).join('')}…${letters.slice(-half).join('')}`;
  // A single & would underline the next letter.
  return shown.replaceAll('&', '&&');
}
