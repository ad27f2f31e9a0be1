import { defineConfig, type PlaywrightTestProject } from '@playwright/test';
import { findElectron } from './build/lib/electron.mjs';
import { labSupport } from './tests/engine-lab/support.ts';
import { chromiumFlags, chromiumPath } from './tests/support/chromium.ts';

/**
 * What is the web host's own; and pictures of single panels: the page is the same in every host, and `looks.spec.ts` runs
 * in all of them.
 */
const onlyWeb = ['e2e/web-*.spec.ts', 'e2e/looks-*.spec.ts', 'e2e/*-looks.spec.ts'];

/**
 * In a whole run the double plays the specs that meet what differs between hosts: calls, streams, sessions, bytes, settings,
 * and all that is the desktop's own. By name (`npm test -- double`) it plays every spec.
 */
const throughDouble =
  process.env.SLIPWAY_TEST_WHOLE === undefined
    ? ['e2e/**/*.spec.ts']
    : [
        'e2e/desktop/*.spec.ts',
        'e2e/{connection,containers,crashes,files,logs,looks,settings,terminal}.spec.ts',
      ];

/** The same specs through another host; or, where it cannot run, one test that is skipped with the reason. */
function project(name: 'web' | 'double' | 'desktop', missing: string | undefined): PlaywrightTestProject {
  const lab = labSupport('main');
  const reason = lab.ok ? missing : lab.reason;
  return reason === undefined
    ? name === 'web'
      ? { name, testMatch: 'e2e/*.spec.ts' }
      : {
          name,
          testMatch: name === 'double' ? throughDouble : 'e2e/**/*.spec.ts',
          testIgnore: onlyWeb,
        }
    : { name, testMatch: 'support/unavailable.spec.ts', metadata: { reason } };
}

const browser = chromiumPath();
const noBrowser =
  browser === undefined ? 'no Chromium here: install one, or name it in SLIPWAY_TEST_CHROMIUM' : undefined;
const electron = findElectron({ asRoot: true });

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './tests/support/playwright-setup.ts',
  reporter: process.env.SLIPWAY_REPORT === undefined ? 'list' : './tests/support/playwright-reporter.ts',
  forbidOnly: process.env.CI !== undefined,
  // An engine for each worker: its specs run one after the other, and each may look at all containers there are.
  workers: process.env.SLIPWAY_TEST_ENGINE === undefined ? 2 : 1,
  // Generous: what passes is as quick as ever, and machines that are busy with other things are many.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    // Nobody can open one there, and recording takes time.
    trace: process.env.CI === undefined ? 'retain-on-failure' : 'off',
    launchOptions: { args: chromiumFlags(), ...(browser === undefined ? {} : { executablePath: browser }) },
  },
  projects: [
    project('web', noBrowser),
    // Desktop's real main, preload and IPC on Chromium, through a stand-in for the electron module.
    project('double', noBrowser),
    project('desktop', electron.ok ? undefined : electron.reason),
  ],
});
