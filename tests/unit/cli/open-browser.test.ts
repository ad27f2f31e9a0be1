import { describe, expect, it } from 'vitest';
import { browserCommand } from '../../../electron/web/open-browser.ts';

describe('the browser', () => {
  it.each([
    ['linux', {}, null],
    ['linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
    ['freebsd', { DISPLAY: ':0' }, 'xdg-open'],
    ['darwin', {}, 'open'],
    ['win32', {}, 'rundll32'],
  ] as const)('on %s with %j is opened by %s', (platform, env, command) => {
    expect(browserCommand(platform, env)?.command ?? null).toBe(command);
  });
});
