import { existsSync } from 'node:fs';

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of the end-to-end tests: SLIPWAY_TEST_CHROMIUM, or the system's; undefined when there is none. */
export function chromiumPath(): string | undefined {
  return [process.env.SLIPWAY_TEST_CHROMIUM ?? '', ...usual].find((path) => path !== '' && existsSync(path));
}

/** Chromium's flags: no calls home, and no sandbox where it refuses to start with one (as root). */
export function chromiumFlags(): string[] {
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-quic',
    '--disable-sync',
    '--no-first-run',
  ];
}
