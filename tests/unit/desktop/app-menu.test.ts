import { describe, expect, it, vi } from 'vitest';
import { appMenu } from '../../../electron/desktop/app-menu.ts';
import { type DesktopAction, toNative } from '../../../electron/desktop/menu-template.ts';
import { allEntries, asText } from './samples.ts';

describe('appMenu', () => {
  it('has native roles, and shortcuts for the pages', () => {
    const lines = asText(appMenu({ language: 'en', platform: 'linux', developerTools: false }));
    expect(lines).toEqual([
      'File >',
      '  Close Window (close)',
      '  -',
      '  * Quit Slipway',
      'Edit >',
      '  Undo (undo)',
      '  Redo (redo)',
      '  -',
      '  Cut (cut)',
      '  Copy (copy)',
      '  Paste (paste)',
      '  Select All (selectAll)',
      'View >',
      '  Reload (reload)',
      '  -',
      '  Actual Size (resetZoom)',
      '  Zoom In (zoomIn)',
      '  Zoom Out (zoomOut)',
      '  -',
      '  Full Screen (togglefullscreen)',
      'Go >',
      '  * Overview',
      '  * Containers',
      'Window >',
      '  Minimize (minimize)',
      'Help >',
      '  * Docker Documentation',
      '  -',
      '  About Slipway (about)',
    ]);
  });

  it('begins with the application on macOS, where quitting belongs', () => {
    const lines = asText(appMenu({ language: 'en', platform: 'darwin', developerTools: false }));
    expect(lines.slice(0, 2)).toEqual(['Slipway >', '  About Slipway (about)']);
    expect(lines.filter((line) => line.includes('Quit'))).toHaveLength(1);
  });

  it('shows developer tools while developing only', () => {
    const roles = (developerTools: boolean) =>
      allEntries(appMenu({ language: 'en', platform: 'linux', developerTools })).flatMap((entry) =>
        'role' in entry ? [entry.role] : [],
      );
    expect(roles(true)).toContain('toggleDevTools');
    expect(roles(false)).not.toContain('toggleDevTools');
  });

  it('gives no shortcut twice', () => {
    for (const platform of ['darwin', 'linux', 'win32'] as const) {
      const keys = allEntries(appMenu({ language: 'en', platform, developerTools: true })).flatMap((entry) =>
        entry.type === 'action' && entry.accelerator !== undefined ? [entry.accelerator] : [],
      );
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('is worded in Chinese throughout', () => {
    const lines = asText(appMenu({ language: 'zh-CN', platform: 'darwin', developerTools: true }));
    const latin = lines.filter((line) => !line.endsWith('-') && !/[\u4e00-\u9fff]/.test(line));
    expect(latin).toEqual(['Slipway >']);
  });
});

describe('toNative', () => {
  it('carries everything over, and does what was chosen', () => {
    const perform = vi.fn<(action: DesktopAction) => void>();
    const [about, sub, check] = toNative(
      [
        { type: 'role', role: 'about', label: 'About' },
        {
          type: 'submenu',
          label: 'More',
          role: 'help',
          entries: [
            { type: 'action', label: 'Open', enabled: false, accelerator: 'F1', action: { do: 'open' } },
            { type: 'text', label: 'only told' },
            { type: 'separator' },
          ],
        },
        { type: 'check', label: 'Pause', checked: true, action: { do: 'quit' } },
      ],
      perform,
    );
    expect(about).toEqual({ role: 'about', label: 'About' });
    expect(sub).toEqual({
      label: 'More',
      role: 'help',
      submenu: [
        { label: 'Open', enabled: false, accelerator: 'F1', click: expect.any(Function) },
        { label: 'only told', enabled: false },
        { type: 'separator' },
      ],
    });
    expect(check).toMatchObject({ type: 'checkbox', checked: true });
    check?.click?.({} as never, undefined, {} as never);
    expect(perform).toHaveBeenCalledExactlyOnceWith({ do: 'quit' });
  });
});
