import type { Machine } from './machine.ts';
import { strict, UnsupportedError } from './strict.ts';

/** Electron's names, and how the DevTools protocol calls what they are about. */
const permissions: Readonly<Record<string, { name: string; sysex?: boolean }>> = {
  'clipboard-read': { name: 'clipboard-read' },
  'clipboard-sanitized-write': { name: 'clipboard-write' },
  geolocation: { name: 'geolocation' },
  notifications: { name: 'notifications' },
  midi: { name: 'midi' },
  midiSysex: { name: 'midi', sysex: true },
  'idle-detection': { name: 'idle-detection' },
  'local-fonts': { name: 'local-fonts' },
  'window-management': { name: 'window-management' },
  'storage-access': { name: 'storage-access' },
  'screen-wake-lock': { name: 'screen-wake-lock' },
};
const media = [{ name: 'camera' }, { name: 'microphone' }];

type Check = (contents: null, permission: string, origin: string, details: object) => boolean;
type Ask = (
  contents: object,
  permission: string,
  answer: (granted: boolean) => void,
  details: object,
) => void;

/** `session.defaultSession`: its permission handlers decide what Chromium grants to pages, really. */
export class Session {
  readonly #machine: Machine;
  #check: Check | null = null;
  #ask: Ask | null = null;
  readonly #origins = new Set<string>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Not Electron's: an origin that pages are about to have, such as `app://slipway`. */
  async prepare(origin: string): Promise<void> {
    if (this.#origins.has(origin)) return;
    this.#origins.add(origin);
    await this.#apply();
  }

  setPermissionCheckHandler(handler: Check | null): void {
    this.#check = handler;
    this.#apply().catch(this.#machine.fail);
  }
  setPermissionRequestHandler(handler: Ask | null): void {
    this.#ask = handler;
    this.#apply().catch(this.#machine.fail);
  }
  setDevicePermissionHandler(handler: ((details: object) => boolean) | null): void {
    // Headless Chromium has no devices to give.
    if (handler?.({ deviceType: 'usb', origin: '', device: {} }) !== false) {
      throw new UnsupportedError('a device permission handler that grants');
    }
  }

  /** Tells Chromium what the handlers say, for every origin that is shown. */
  async #apply(): Promise<void> {
    if (this.#origins.size === 0) return;
    const { cdp } = await this.#machine.chromium();
    const all = [...Object.entries(permissions), ...media.map((one) => ['media', one] as const)];
    for (const app of this.#origins) {
      const origin = this.#machine.schemes.originOf(app);
      for (const [electron, permission] of all) {
        await cdp.send('Browser.setPermission', {
          origin,
          permission,
          setting: this.#setting(electron, app),
        });
      }
    }
  }

  /** Without a handler Electron grants. */
  #setting(permission: string, origin: string): 'granted' | 'denied' {
    const requestingUrl = `${origin}/`;
    const details = { isMainFrame: true, requestingUrl, securityOrigin: requestingUrl };
    let granted = this.#check?.(null, permission, requestingUrl, details) ?? true;
    this.#ask?.(
      strict('webContents', {}),
      permission,
      (answer) => {
        granted &&= answer;
      },
      details,
    );
    return granted ? 'granted' : 'denied';
  }
}
