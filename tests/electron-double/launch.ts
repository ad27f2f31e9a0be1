import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { lookThrough } from '../rig/canaries.ts';
import { type Control, createControlClient } from './control-client.ts';

export type { Control } from './control-client.ts';

export interface LaunchOptions {
  /** SLIPWAY_HOME: settings, state and Chromium's profile. */
  home: string;
  /** `--engine`. */
  engine?: string;
  /** More arguments, such as a deep link. */
  args?: readonly string[];
  /** Instead of this process's environment. */
  env?: NodeJS.ProcessEnv;
  /** The built main process; default `dist/desktop/main.js`. */
  main?: string;
}

export interface LaunchedDesktop {
  /** The window's page. After a renderer crash Playwright's page stays dead: see `attach`. */
  page: Page;
  browser: Browser;
  control: Control;
  /** Of the main process. */
  pid: number;
  /** What the main process has said on standard error. */
  errors(): string;
  /** Attaches anew, as to a page that came back after a crash. */
  attach(): Promise<Page>;
  /** Resolves with the exit code once the main process has ended. */
  exited: Promise<number | null>;
  /** Quits as a person would and waits; throws when the run failed, or did not end within 15 s. */
  close(): Promise<void>;
}

interface Ready {
  control: string;
  endpoint: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const patienceMs = 15_000;

/** Runs the real main process on the double and attaches Playwright to its window. */
export async function launchDesktop(options: LaunchOptions): Promise<LaunchedDesktop> {
  const host = startDesktopProcess(options);
  try {
    const { control: socket, endpoint } = await host.ready;
    const control = createControlClient(socket);
    let browser = await chromium.connectOverCDP(endpoint, { noDefaults: true });
    const page = await shownPage(browser);
    return {
      page,
      get browser() {
        return browser;
      },
      control,
      pid: host.pid,
      errors: host.errors,
      attach: async () => {
        await browser.close();
        browser = await chromium.connectOverCDP(endpoint, { noDefaults: true });
        return shownPage(browser);
      },
      exited: host.exited,
      close: async () => {
        await browser.close();
        if (host.running()) await control.quit();
        const code = await host.end();
        lookThrough('standard error of the desktop', host.errors());
        if (code !== 0) throw new Error(`the desktop ended with ${code}:\n${host.errors()}`);
      },
    };
  } catch (thrown) {
    host.kill();
    throw new Error(`the desktop did not come up: ${String(thrown)}\n${host.errors()}`);
  }
}

export interface DesktopProcess {
  pid: number;
  ready: Promise<Ready>;
  exited: Promise<number | null>;
  running(): boolean;
  errors(): string;
  /** Waits for its end; kills it, and Chromium with it, when that takes too long. */
  end(): Promise<number | null>;
  kill(): void;
}

/** Only the process, for specs about starting and ending: a second instance ends before it is ready. */
function startDesktopProcess(options: LaunchOptions): DesktopProcess {
  const { home, engine, args = [], env = process.env, main = 'dist/desktop/main.js' } = options;
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('run.mjs', import.meta.url)),
      main,
      ...(engine === undefined ? [] : ['--engine', engine]),
      ...args,
    ],
    // A group of its own, so that Chromium goes too if it must be killed.
    { cwd: root, env: { ...env, SLIPWAY_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const exited = once(child, 'close').then(() => child.exitCode);
  const running = () => child.exitCode === null && child.signalCode === null;
  const kill = () => {
    if (running() && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  const ready = readyLine(child, () => errors);
  // Not every caller waits for it.
  ready.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    ready,
    exited,
    running,
    errors: () => errors,
    kill,
    end: async () => {
      const timer = setTimeout(kill, patienceMs);
      const code = await exited;
      clearTimeout(timer);
      return code;
    },
  };
}

function readyLine(child: ChildProcess, errors: () => string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const json = /^electron-double (\{.*\})$/m.exec(text)?.[1];
      if (json !== undefined) resolve(JSON.parse(json));
    });
    child.once('close', (code) => reject(new Error(`the desktop ended with ${code}:\n${text}${errors()}`)));
  });
}

/** The window's page, once it shows the program. */
async function shownPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('Chromium has no context');
  const isOurs = (page: Page) => /^https:\/\/[^/]+-scheme\.test\//.test(page.url());
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const page = context.pages().find(isOurs);
    if (page !== undefined) {
      await page.waitForLoadState();
      return page;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`no window was opened; pages: ${context.pages().map((page) => page.url())}`);
}
