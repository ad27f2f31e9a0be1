import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { startFaultProxy } from '../engine-lab/fault-proxy.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { address } from './address.ts';
import { emptyEngine, expect, go, type OpenApp, row, test } from './fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

/** A machine that others use too may be slow to measure. */
const patient = { timeout: 30_000 };

const project = (name: string) => ['--label', `com.docker.compose.project=${name}`];

/** Keeps half a core busy, or a little of one. */
async function start(engine: LabEngine, name: string, load: 'busy' | 'idle', ...flags: string[]) {
  const program = load === 'busy' ? 'while :; do :; done' : 'while :; do sleep 1; done';
  const limit = load === 'busy' ? ['--cpus', '0.3'] : [];
  await engine.dockerOk([
    ...['run', '-d', '--name', name, ...limit, ...flags, 'lab/busybox:1', 'sh', '-c', program],
  ]);
}

const cell = (page: Page, name: string, column: string) =>
  row(page, name).locator(`[data-column="${column}"]`);

const figureOf = async (page: Page, name: string, column: string): Promise<number> =>
  Number.parseFloat((await cell(page, name, column).innerText()).replaceAll(',', ''));

const names = (page: Page): Promise<string[]> =>
  page
    .getByRole('grid', { name: 'Stats' })
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.slice(1).map((one) => (one.getAttribute('aria-label') ?? '').split(',')[0] ?? ''),
    );

test('figures by name are those of docker stats, and containers come and go', async ({ engine, open }) => {
  await start(engine, 'busy', 'busy', ...project('shop'));
  await start(engine, 'idle', 'idle', '--memory', '64m', ...project('shop'));
  await start(engine, 'lone', 'idle', '--network', 'none');
  const { page } = await open();
  await go(page, 'Stats');
  await expect(cell(page, 'busy', 'cpu')).toHaveText(/^[\d.]+$/, patient);
  await expect(cell(page, 'idle', 'memory')).toContainText('of 64 MiB');
  await expect(cell(page, 'lone', 'network')).toHaveText(/^0 B.*0 B/s);
  await expect(cell(page, 'busy', 'restarts')).toHaveText('0');

  // Two clocks measure a load that others disturb: near is all that can be asked for here; the service's own test
  // holds the same samples beside each other.
  await expect(async () => {
    const lines = (await engine.dockerOk(['stats', '--no-stream', '--format', '{{json .}}'])).split('\n');
    for (const name of ['busy', 'idle']) {
      const told = lines.map((line) => JSON.parse(line)).find(({ Name }) => Name === name);
      const cpu = await figureOf(page, name, 'cpu');
      expect(Math.abs(cpu - Number.parseFloat(told.CPUPerc)), `CPU of ${name}`).toBeLessThan(15);
      const percent = await figureOf(page, name, 'memoryPercent');
      expect(Math.abs(percent - Number.parseFloat(told.MemPerc)), `memory of ${name}`).toBeLessThan(1);
      expect(await cell(page, name, 'pids').innerText()).toBe(told.PIDs);
    }
  }).toPass(patient);
  const totals = page.getByRole('region', { name: 'The machine' });
  await expect(totals).toContainText('Sum of all 3 running', patient);

  await start(engine, 'late', 'idle');
  await expect(cell(page, 'late', 'memory')).toContainText(/[\d.]+ .iB/, patient);
  await engine.dockerOk(['stop', '-t', '0', 'late']);
  await expect(row(page, 'late')).toHaveCount(0, patient);
  await expect(page.getByText('3 running', { exact: true })).toBeVisible();
});

test('rows are sorted, filtered and grouped by project', async ({ engine, open }) => {
  await start(engine, 'web-busy', 'busy', ...project('shop'));
  await start(engine, 'web-idle', 'idle', ...project('shop'));
  await start(engine, 'alone', 'idle');
  const { page } = await open();
  await go(page, 'Stats');
  await expect.poll(async () => (await names(page))[0], patient).toBe('web-busy');
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect.poll(() => names(page)).toEqual(['alone', 'web-busy', 'web-idle']);
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect.poll(() => names(page)).toEqual(['web-idle', 'web-busy', 'alone']);

  await page.keyboard.press('/');
  await page.keyboard.type('shop');
  await expect.poll(() => names(page)).toEqual(['web-idle', 'web-busy']);
  await expect(page.getByText('2 of 3 running', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('checkbox', { name: 'Group by project' }).check();
  await expect.poll(() => names(page)).toEqual(['shop', 'web-idle', 'web-busy', 'No project', 'alone']);
  const sum = async () =>
    Math.abs(
      (await figureOf(page, 'shop', 'pids')) -
        (await figureOf(page, 'web-busy', 'pids')) -
        (await figureOf(page, 'web-idle', 'pids')),
    );
  await expect.poll(sum, { message: 'a project is the sum of its containers', ...patient }).toBe(0);
  await page.getByRole('button', { name: 'Hide the containers of shop', exact: true }).click();
  await expect.poll(() => names(page)).toEqual(['shop', 'No project', 'alone']);
  await row(page, 'shop').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => names(page)).toEqual(['shop', 'web-idle', 'web-busy', 'No project', 'alone']);
});

test('a container has charts and a table of its own, and several are compared', async ({ engine, open }) => {
  await start(engine, 'first', 'busy');
  await start(engine, 'second', 'idle');
  const { page } = await open();
  await go(page, 'Stats');
  await expect(cell(page, 'first', 'cpu')).toHaveText(/^[\d.]+$/, patient);
  await row(page, 'first').getByRole('button', { name: 'first', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'Stats' })).toHaveAttribute('aria-selected', 'true');
  for (const name of ['CPU', 'Memory', 'Network', 'Block I/O'])
    await expect(page.getByRole('figure', { name, exact: true })).toBeVisible();
  const cpu = page.getByRole('figure', { name: 'CPU', exact: true });
  await expect(cpu).toContainText(/now [\d.]+ %, mean [\d.]+ %, highest [\d.]+ %/, patient);
  expect(await painted(page, 'CPU'), 'something is drawn').toBeGreaterThan(50);

  const reader = cpu.getByRole('slider', { name: 'CPU' });
  await reader.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(reader).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d: [\d.]+ %$/);
  await expect(cpu.getByText(/^\d\d:\d\d:\d\d$/), 'the time at the cursor').toBeVisible();

  await page.getByRole('radio', { name: 'Table' }).check();
  const table = page.getByRole('table', { name: 'Figures of first' });
  await expect(table.getByRole('columnheader')).toHaveText([
    ...['Time', 'CPU', 'Memory', 'Network: received', 'Network: sent', 'Block I/O: read'],
    'Block I/O: written',
  ]);
  await expect(
    table
      .getByRole('cell')
      .filter({ hasText: /^[\d.]+ %$/ })
      .first(),
  ).toBeVisible();
  await page.getByRole('radio', { name: '24 hours' }).check();
  await expect(page.getByText('Nothing recorded yet').or(table)).toBeVisible();

  await go(page, 'Stats');
  const compare = page.getByRole('button', { name: 'Compare', exact: true });
  await page.getByRole('checkbox', { name: 'Select first', exact: true }).click();
  await expect(compare).toBeDisabled();
  await page.getByRole('checkbox', { name: 'Select second', exact: true }).click();
  await compare.click();
  await expect(page.getByText('Comparing 2 containers')).toBeVisible();
  const both = page.getByRole('figure', { name: 'CPU', exact: true });
  await expect(both.getByRole('listitem')).toHaveText([/^first[\d.]+ %$/, /^second[\d.]+ %$/], patient);
  await page.getByRole('link', { name: 'All containers' }).click();
  await expect(page.getByRole('grid', { name: 'Stats' })).toBeVisible();
});

/** How many pixels of a chart are not empty. */
function painted(page: Page, name: string): Promise<number> {
  return page
    .getByRole('figure', { name, exact: true })
    .locator('canvas')
    .evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0;
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let count = 0;
      for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) count += 1;
      return count;
    });
}

/** What the page hands over as a file; in a browser it is downloaded too, the desktop's window asks where to. */
async function exported(app: OpenApp, item: string, name: RegExp): Promise<string> {
  const { page, control } = app;
  await page.evaluate(() => {
    document.body.removeAttribute('data-handed');
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      void blob.text().then((handed) => document.body.setAttribute('data-handed', handed));
      return make(blob);
    };
  });
  const download = control === undefined ? page.waitForEvent('download') : null;
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
  await expect(page.locator('body')).toHaveAttribute('data-handed', /\w/);
  const text = (await page.locator('body').getAttribute('data-handed')) ?? '';
  const file = await download;
  if (file !== null) {
    expect(file.suggestedFilename()).toMatch(name);
    expect(await readFile(await file.path(), 'utf8')).toBe(text);
  }
  return text;
}

test('what is shown, what is selected and a history are exported', async ({ engine, open }) => {
  await start(engine, 'plain', 'idle', ...project('=SUM(A1)'));
  await start(engine, 'other', 'idle');
  const app = await open();
  const { page } = app;
  await go(page, 'Stats');
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(cell(page, 'plain', 'memory')).toContainText(/[\d.]+ .iB/, patient);
  await expect(cell(page, 'other', 'memory')).toContainText(/[\d.]+ .iB/, patient);

  const csv = await exported(app, 'What is shown, as CSV', /^stats-.*\.csv$/);
  const [head = '', ...body] = csv.trimEnd().split('\r\n');
  const at = (name: string) => head.split(',').indexOf(name);
  expect(body.map((line) => line.split(',')[at('name')])).toEqual(['other', 'plain']);
  const plain = body[1]?.split(',') ?? [];
  expect(plain[at('project')], 'no formula').toBe("'=SUM(A1)");
  expect(Number(plain[at('memoryBytes')])).toBeGreaterThan(10_000);

  await page.getByRole('checkbox', { name: 'Select plain', exact: true }).click();
  const json = await exported(app, 'The 1 selected, as JSON', /^stats-.*\.jsonl$/);
  expect(
    json
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ name: 'plain', project: '=SUM(A1)', state: 'running' }]);
  // CPU is known from the second reading on: by then the history has two.
  await expect(cell(page, 'plain', 'cpu')).toContainText(/\d/, patient);
  const history = await exported(app, 'Last 5 minutes, as CSV', /^stats-5m-.*\.csv$/);
  expect(history).toMatch(/^at,id,name,cpuPercent/);
  expect(history.split('\r\n').filter((line) => line.includes(',plain,')).length).toBeGreaterThan(1);
});

/** What was told to somebody who does not look: a message in the browser, a notification on the desktop. */
async function told({ page, control }: OpenApp): Promise<string> {
  if (control === undefined) return page.getByRole('region', { name: 'Notifications' }).innerText();
  return (await control.records()).notifications.map(({ title, body }) => `${title}\n${body}`).join('\n');
}

test('a threshold that is passed for long enough is told, and its rule changed and removed', async ({
  engine,
  open,
}) => {
  await start(engine, 'hungry', 'busy');
  await start(engine, 'modest', 'idle');
  const app = await open();
  const { page } = app;
  await go(page, 'Stats');
  await page.getByRole('button', { name: 'Alerts', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Alerts' });
  await dialog.getByRole('button', { name: 'Add a rule', exact: true }).click();
  const form = dialog.getByRole('form', { name: 'New rule' });
  await form.getByLabel('Containers').fill('hun*');
  await form.getByLabel('At or above').fill('none');
  await form.getByLabel('For so many seconds').fill('1');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByLabel('At or above')).toHaveAccessibleDescription('A number above 0');
  await expect(form.getByLabel('For so many seconds')).toHaveAccessibleDescription(/from 5 to 86,400/);
  await form.getByLabel('At or above').fill('10');
  await form.getByLabel('For so many seconds').fill('5');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  const rules = dialog.getByRole('list', { name: 'Rules' }).getByRole('listitem');
  await expect(rules).toContainText('hun*: CPU at or above 10 % for 5 s');

  await expect(rules).toContainText('Above it now: hungry', patient);
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect.poll(() => told(app), patient).toContain('hungry uses much CPU');
  expect(await told(app)).not.toContain('modest');
  await expect(row(page, 'hungry').getByRole('img', { name: 'Above a threshold' })).toBeVisible();
  await expect(row(page, 'modest').getByRole('img')).toHaveCount(0);
  if (app.control === undefined) {
    await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Show' }).click();
    await expect(page.getByRole('tab', { name: 'Stats' })).toHaveAttribute('aria-selected', 'true');
    await go(page, 'Stats');
  }

  await page.getByRole('button', { name: 'Alerts, 1 above a threshold now' }).click();
  await dialog.getByRole('button', { name: /^Edit hun/ }).click();
  await dialog.getByLabel('At or above', { exact: true }).fill('300');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(rules).toContainText('at or above 300 %');
  await expect(rules).not.toContainText('Above it now', patient);
  await dialog.getByRole('button', { name: /^Remove hun/ }).click();
  await expect(dialog.getByText('No rules yet.')).toBeVisible();
});

test('nothing is measured while the page is hidden or another one is shown', async ({ engine, open }) => {
  await start(engine, 'watched', 'idle');
  const proxy = await startFaultProxy(engine.socket);
  try {
    const { page } = await open({ engine: proxy.host });
    const asked = () => proxy.stats.count(/^GET \/containers\/[^/]+\/stats$/);
    const asksAgain = async () => {
      const before = asked();
      await expect.poll(asked, patient).toBeGreaterThan(before + 1);
    };
    /** A question that is under way may still come; then none for longer than from one to the next. */
    const asksNoMore = async (forMs: number) => {
      await expect
        .poll(async () => {
          const before = asked();
          await page.waitForTimeout(forMs);
          return asked() - before;
        }, patient)
        .toBe(0);
    };
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(asked(), 'before anybody looks').toBe(0);
    await go(page, 'Stats');
    await asksAgain();
    await seen(page, 'hidden');
    // A page that is seen without the focus asks every 5 s.
    await asksNoMore(6500);
    await seen(page, 'visible');
    await asksAgain();
    await go(page, 'Events');
    await asksNoMore(2500);
    await address(page, '#/containers/watched/stats');
    await asksAgain();
  } finally {
    await proxy.close();
  }
});

/** A tab behind another one; a headless browser has none such. */
function seen(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  return page.evaluate((to) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => to });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

test('an engine that is killed leaves its last figures, and new ones come with it', async ({
  engine,
  open,
}) => {
  await start(engine, 'lasting', 'busy', '--restart', 'always');
  const { page } = await open();
  await go(page, 'Stats');
  await expect(cell(page, 'lasting', 'cpu')).toHaveText(/^[\d.]+$/, patient);
  await engine.kill('SIGKILL');
  await expect(page.getByText('These are the last known rows.', { exact: false })).toBeVisible(patient);
  await expect(cell(page, 'lasting', 'memory')).toContainText('iB');
  await engine.restart();
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Connected to', patient);
  await engine.dockerOk(['start', 'lasting']);
  await expect(async () => {
    const before = await cell(page, 'lasting', 'cpu').innerText();
    await expect(cell(page, 'lasting', 'cpu')).not.toHaveText(before, { timeout: 4000 });
    expect(await figureOf(page, 'lasting', 'cpu')).toBeGreaterThan(0);
  }).toPass(patient);
});
