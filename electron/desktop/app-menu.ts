import { type DesktopWords, desktopWords, type Language } from '../../shared/model/desktop-words.ts';
import { documentationUrl } from './external-links.ts';
import type { MenuEntry, MenuTemplate, NativeRole } from './menu-template.ts';

export interface AppMenuState {
  language: Language;
  platform: NodeJS.Platform;
  /** Shown while developing only. */
  developerTools: boolean;
}

/** The application's menu: native roles and shortcuts, nothing that acts on containers. */
export function appMenu({ language, platform, developerTools }: AppMenuState): MenuTemplate {
  const words = desktopWords[language];
  const mac = platform === 'darwin';
  return [
    ...(mac ? [macMenu(words)] : []),
    submenu(words.file, [
      role('close', words.closeWindow),
      ...(mac ? [] : [separator, action(words.quit, { do: 'quit' }, 'CommandOrControl+Q')]),
    ]),
    submenu(words.edit, [
      role('undo', words.undo),
      role('redo', words.redo),
      separator,
      role('cut', words.cut),
      role('copy', words.copy),
      role('paste', words.paste),
      role('selectAll', words.selectAll),
    ]),
    submenu(words.view, [
      role('reload', words.reload),
      separator,
      role('resetZoom', words.actualSize),
      role('zoomIn', words.zoomIn),
      role('zoomOut', words.zoomOut),
      separator,
      role('togglefullscreen', words.fullScreen),
      ...(developerTools ? [separator, role('toggleDevTools', words.developerTools)] : []),
    ]),
    submenu(words.go, [
      action(words.overview, { do: 'navigate', route: '/overview' }, 'CommandOrControl+1'),
      action(words.containers, { do: 'navigate', route: '/containers' }, 'CommandOrControl+2'),
    ]),
    {
      ...submenu(words.window, [
        role('minimize', words.minimize),
        ...(mac ? [role('zoom', words.zoom), separator, role('front', words.bringAllToFront)] : []),
      ]),
      role: 'window',
    },
    {
      ...submenu(words.help, [
        action(words.documentation, { do: 'open-external', url: documentationUrl }),
        ...(mac ? [] : [separator, role('about', words.about)]),
      ]),
      role: 'help',
    },
  ];
}

function macMenu(words: DesktopWords): MenuEntry {
  return submenu('Slipway', [
    role('about', words.about),
    separator,
    role('services', words.services),
    separator,
    role('hide', words.hide),
    role('hideOthers', words.hideOthers),
    role('unhide', words.showAll),
    separator,
    action(words.quit, { do: 'quit' }, 'Command+Q'),
  ]);
}

const separator: MenuEntry = { type: 'separator' };

function role(name: NativeRole, label: string): MenuEntry {
  return { type: 'role', role: name, label };
}

function action(
  label: string,
  what: Extract<MenuEntry, { type: 'action' }>['action'],
  accelerator?: string,
): MenuEntry {
  return {
    type: 'action',
    label,
    action: what,
    enabled: true,
    ...(accelerator === undefined ? {} : { accelerator }),
  };
}

function submenu(label: string, entries: MenuTemplate): Extract<MenuEntry, { type: 'submenu' }> {
  return { type: 'submenu', label, entries };
}
