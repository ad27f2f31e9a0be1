import { join } from 'node:path';
import { Menu, type NativeImage, nativeImage, nativeTheme, Tray } from 'electron';
import { type DesktopAction, toNative } from './menu-template.ts';
import { trayIcon, trayIconFile } from './tray-icon.ts';
import { trayMenu, trayTip } from './tray-menu.ts';
import type { TrayState } from './tray-state.ts';

/** Events come in bursts: the menu follows at most five times a second. */
const pauseMs = 200;

export interface TrayView {
  /** Shows this state soon. */
  update(state: TrayState): void;
  close(): void;
}

/** The icon in the system's tray. Touched only when what it shows changes: a rebuilt menu closes an open one. */
export function createTray(
  first: TrayState,
  options: { icons: string; perform(action: DesktopAction): void },
): TrayView {
  let state = first;
  let shown = { icon: iconOf(first), menu: '', tip: '' };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tray = new Tray(image(shown.icon));

  function iconOf(of: TrayState): string {
    return trayIconFile(trayIcon(of, nativeTheme.shouldUseDarkColorsForSystemIntegratedUI), process.platform);
  }
  function image(file: string): NativeImage {
    const drawn = nativeImage.createFromPath(join(options.icons, file));
    drawn.setTemplateImage(process.platform === 'darwin');
    return drawn;
  }
  function refresh(): void {
    timer = undefined;
    const template = trayMenu(state);
    const next = { icon: iconOf(state), menu: JSON.stringify(template), tip: trayTip(state) };
    if (next.icon !== shown.icon) tray.setImage(image(next.icon));
    if (next.tip !== shown.tip) tray.setToolTip(next.tip);
    if (next.menu !== shown.menu) {
      tray.setContextMenu(Menu.buildFromTemplate(toNative(template, options.perform)));
    }
    shown = next;
  }
  const soon = () => {
    timer ??= setTimeout(refresh, pauseMs);
  };

  tray.on('click', () => {
    // macOS and most Linux desktops open the menu by themselves.
    if (process.platform === 'win32') options.perform({ do: 'open' });
  });
  nativeTheme.on('updated', soon);
  refresh();
  return {
    update: (next) => {
      state = next;
      soon();
    },
    close: () => {
      clearTimeout(timer);
      nativeTheme.off('updated', soon);
      tray.destroy();
    },
  };
}
