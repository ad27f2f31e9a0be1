import { needsAttention, type TrayState } from './tray-state.ts';

export type TrayIconName = 'running' | 'stopped' | 'warning';

export interface TrayIcon {
  name: TrayIconName;
  /** Of the panel it stands on: a dark panel needs a light drawing. */
  dark: boolean;
}

/** `running`: connected and well. `warning`: something needs attention, or the engine was lost. `stopped`: no engine in use. */
export function trayIcon(state: TrayState, dark: boolean): TrayIcon {
  return { name: iconName(state), dark };
}

function iconName({ engine, containers }: TrayState): TrayIconName {
  switch (engine?.status) {
    case undefined:
    case 'connecting':
    case 'unreachable':
      return 'stopped';
    case 'reconnecting':
    case 'refused':
    case 'unsupported':
      return 'warning';
    case 'ready':
      return [...(containers?.values() ?? [])].some(needsAttention) ? 'warning' : 'running';
    default:
      return engine satisfies undefined;
  }
}

/** The file of an icon in `assets/tray/`; macOS draws its own colours over a template. */
export function trayIconFile(icon: TrayIcon, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return `${icon.name}Template.png`;
  const size = platform === 'win32' ? 16 : 22;
  return `${icon.name}-${icon.dark ? 'dark' : 'light'}-${size}.png`;
}
