import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContextOptions, test as base, expect, type Locator, type Page } from '@playwright/test';
import { type Control, launchDesktop } from '../electron-double/launch.ts';
import { startEngine } from '../engine-lab/engine.ts';
import { connectEngine } from '../engine-lab/shared-engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { lookThrough, lookThroughHome } from '../rig/canaries.ts';

export { expect };

/** How a spec gets its page, whichever host serves it. */
export interface OpenOptions {
  /** Default: the lab's main engine. */
  engine?: string;
  home?: string;
  colorScheme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
  locale?: string;
}

export interface OpenApp {
  page: Page;
  home: string;
  /** The host's process. */
  pid: number;
  /** Everything of the desktop that is not its page; only where the desktop is the host. */
  control?: Control;
  close(): Promise<void>;
}

interface Fixtures {
  /** Opens Slipway through the project's host; what a test opened is closed after it. */
  open: (options?: OpenOptions) => Promise<OpenApp>;
  /** Uncaught errors and console errors of every page of the test; asserted empty after it. */
  noise: string[];
}

interface WorkerFixtures {
  engine: LabEngine;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  engine: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names out of the pattern.
    async ({}, use, info) => {
      // The first worker has the run's own engine; each further one has one to itself.
      const shared = info.parallelIndex === 0;
      const engine = shared ? await connectEngine('main') : await startEngine('main', { images: true });
      await use(engine);
      if (!shared) await engine.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: as above.
  noise: async ({}, use) => {
    const noise: string[] = [];
    await use(noise);
    expect(noise, 'errors in the page').toEqual([]);
  },

  open: async ({ browser, engine, noise }, use, info) => {
    const opened: OpenApp[] = [];
    const homes = new Set<string>();
    const listen = (page: Page) => {
      page.on('pageerror', (error) => noise.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') noise.push(message.text());
      });
      // What the page types it sends; it gets none of it back.
      page.on('websocket', (socket) =>
        socket.on('framereceived', ({ payload }) => lookThrough('a frame to the page', payload.toString())),
      );
    };
    await use(async (options = {}) => {
      const home = options.home ?? (await mkdtemp(join(tmpdir(), 'slipway-e2e-')));
      homes.add(home);
      const address = options.engine ?? engine.host;
      const app =
        info.project.name === 'web'
          ? await openWeb(address, home, (context) => browser.newContext(context), options, listen)
          : await openDesktop(address, home, options, listen);
      opened.push(app);
      return app;
    });
    try {
      for (const app of opened) await app.close();
    } finally {
      for (const home of homes) lookThroughHome(home);
      for (const home of homes) await rm(home, { recursive: true, force: true });
    }
  },
});

type NewContext = (
  options: BrowserContextOptions,
) => ReturnType<import('@playwright/test').Browser['newContext']>;

async function openWeb(
  address: string,
  home: string,
  newContext: NewContext,
  options: OpenOptions,
  listen: (page: Page) => void,
): Promise<OpenApp> {
  const host = spawn(
    process.execPath,
    ['dist/node/web.js', '--host', 'web', '--port', '0', '--no-open', '--engine', address],
    { env: cleanEnv(home), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  host.stdout?.on('data', (text: string) => {
    said += text;
  });
  const url = await readyLine(host);
  const context = await newContext({
    colorScheme: options.colorScheme ?? 'light',
    viewport: options.viewport ?? { width: 1280, height: 800 },
    locale: options.locale ?? 'en-GB',
  });
  const page = await context.newPage();
  listen(page);
  await page.goto(url);
  return {
    page,
    home,
    pid: host.pid ?? 0,
    async close() {
      await context.close();
      await stop(host);
      lookThrough('standard output of the web host', said);
    },
  };
}

async function openDesktop(
  address: string,
  home: string,
  options: OpenOptions,
  listen: (page: Page) => void,
): Promise<OpenApp> {
  const desktop = await launchDesktop({ engine: address, home, env: cleanEnv(home) });
  listen(desktop.page);
  await desktop.page.emulateMedia({ colorScheme: options.colorScheme ?? 'light' });
  await desktop.page.setViewportSize(options.viewport ?? { width: 1280, height: 800 });
  const { page, pid, control } = desktop;
  return { page, home, pid, control, close: () => desktop.close() };
}

/** The environment without anything that would lead to the developer's own engine. */
function cleanEnv(home: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    SLIPWAY_HOME: home,
    DOCKER_CONFIG: join(home, 'docker'),
    // A spec may put a credential helper there.
    PATH: `${join(home, 'bin')}:${process.env.PATH}`,
  };
  for (const name of [
    'DOCKER_AUTH_CONFIG',
    'DOCKER_HOST',
    'DOCKER_CONTEXT',
    'DOCKER_TLS_VERIFY',
    'DOCKER_CERT_PATH',
  ])
    delete env[name];
  return env;
}

function readyLine(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    host.stdout?.setEncoding('utf8');
    host.stdout?.on('data', (chunk: string) => {
      text += chunk;
      const url = /Slipway is ready: (\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
    host.once('exit', (code) => reject(new Error(`the web host ended with ${code}: ${text}`)));
  });
}

async function stop(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  const ended = new Promise<number | null>((resolve) => host.once('exit', resolve));
  host.kill('SIGTERM');
  const code = await Promise.race([
    ended,
    new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), 10_000)),
  ]);
  if (code === 'late') host.kill('SIGKILL');
  expect(code, 'the web host ends by itself when told to').toBe(0);
}

/** The row of an object: its accessible name starts with the object's name. */
export function row(page: Page, name: string): Locator {
  return page.getByRole('row', { name: new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\b`) });
}

/** Opens a page by its link in the navigation. */
export async function go(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Removes all containers, so that a spec starts from an empty engine. */
export async function emptyEngine(engine: LabEngine): Promise<void> {
  // A spec that failed half-way may have left it killed.
  if (engine.pid === 0) await engine.restart();
  const ids = (await engine.dockerOk(['ps', '-aq'])).split('\n').filter((id) => id !== '');
  if (ids.length > 0) await engine.dockerOk(['rm', '-f', '-v', ...ids]);
}

/** Pastes a text where the caret is in a field, as the clipboard would; the browser's own is shared by all. */
export async function paste(field: Locator, text: string): Promise<void> {
  await field.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
