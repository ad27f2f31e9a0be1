import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../support/chromium.ts';

/** When the first rows were on screen, by the wall clock in ms. */
export interface FirstRows {
  navigatedAt: number;
  socketOpenAt: number;
  paintedAt: number;
}

/** A text in the element of a CSS selector. */
export interface ShownText {
  selector: string;
  text: string;
}

/** A page of Slipway with the probe (page-probe.js) in it. Disposing of it closes the browser. */
export interface ProbedPage extends AsyncDisposable {
  page: Page;
  /** Loads the page anew at an address such as `#/containers`; answers when 20 rows were painted. */
  load(hash: string): Promise<FirstRows>;
  /** Goes to an address without loading anything anew; answers how many ms later the text was painted there. */
  goTo(hash: string, until?: ShownText): Promise<number>;
  /** The ms from when a text goes until it is painted again, and the length of each frame in between. */
  leavesAndReturns(text: ShownText): Promise<{ ms: number; frames: number[] }>;
  /** Resolves with the time at which a row of that name is in the document. */
  rowNamed(name: string): Promise<number>;
  /** The length of each frame for so long, scrolling so many pixels a frame. */
  frames(ms: number, pixels: number): Promise<number[]>;
  /** Durations of tasks over 50 ms since the last question. */
  takeLongTasks(): Promise<number[]>;
  rowCount(): Promise<number>;
  /** The ms that the page's main thread has been busy so far. */
  busyMs(): Promise<number>;
}

const probe = fileURLToPath(new URL('page-probe.js', import.meta.url));

/** Opens a browser at a web host's link. */
export async function openPage(link: string): Promise<ProbedPage> {
  const executablePath = chromiumPath();
  if (executablePath === undefined)
    throw new Error('There is no Chromium here: name one in SLIPWAY_TEST_CHROMIUM.');
  const browser = await chromium.launch({ executablePath, args: chromiumFlags() });
  try {
    return await probed(browser, link);
  } catch (thrown) {
    await browser.close();
    throw thrown;
  }
}

async function probed(browser: Browser, link: string): Promise<ProbedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const page = await context.newPage();
  await page.addInitScript({ path: probe });
  // The link lets the browser in once; after that its cookie does.
  await page.goto(link);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  return {
    page,
    async load(hash) {
      // Another document in between: a change of the hash alone would load nothing.
      await page.goto('about:blank');
      await page.goto(`${new URL(link).origin}/${hash}`);
      return page.evaluate('bench.firstRows()');
    },
    goTo: (hash, { selector, text } = { selector: 'body', text: '' }) =>
      page.evaluate(`bench.goTo(${[hash, selector, text].map((part) => JSON.stringify(part)).join()})`),
    leavesAndReturns: ({ selector, text }) =>
      page.evaluate(`bench.leavesAndReturns(${JSON.stringify(selector)}, ${JSON.stringify(text)})`),
    rowNamed: (name) => page.evaluate(`bench.rowNamed(${JSON.stringify(name)})`),
    frames: (ms, pixels) => page.evaluate(`bench.frames(${ms}, ${pixels})`),
    takeLongTasks: () => page.evaluate('bench.takeLongTasks()'),
    rowCount: () => page.evaluate('bench.rowCount()'),
    async busyMs() {
      const { metrics } = await devtools.send('Performance.getMetrics');
      const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value;
      if (seconds === undefined) throw new Error('The browser tells no TaskDuration.');
      return seconds * 1000;
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
