import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Page } from '@playwright/test';
import { startFakeEngine } from '../rig/fake-engine.ts';
import { address } from './address.ts';
import { emptyEngine, expect, row, test } from './fixtures.ts';
import { inspect as look, twoLooks } from './look.ts';
import { longName } from './populate.ts';

async function inspect(page: Page, name: string): Promise<void> {
  // The tip of what was pressed last is not part of the picture.
  await page.mouse.move(0, 0);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await look(page, name);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, 'no sideways scrolling of the page').toBeLessThanOrEqual(0);
}

const patient = { timeout: 30_000 };

test.describe('with a few containers', () => {
  test.beforeAll(async ({ engine }) => {
    await emptyEngine(engine);
    const run = (name: string, program: string, ...flags: string[]) =>
      engine.dockerOk(['run', '-d', '--name', name, ...flags, 'lab/busybox:1', 'sh', '-c', program]);
    const shop = ['--label', 'com.docker.compose.project=shop'];
    await run('shop-web', 'while :; do :; done', '--cpus', '0.1', ...shop);
    await run(
      'shop-db',
      'while :; do dd if=/dev/zero of=/x bs=1M count=8 2>/dev/null; sleep 1; done',
      ...['--memory', '64m', ...shop],
    );
    const tool = ['--label', 'com.docker.compose.project=a-project-of-some-length-that-a-tool-made'];
    await run(longName, 'sleep 100000', ...tool);
    await run('lone', 'sleep 100000');
  });
  test.afterAll(({ engine }) => emptyEngine(engine));

  const cpu = (page: Page) => row(page, 'shop-web').locator('[data-column="cpu"]');

  for (const { colorScheme, viewport } of twoLooks)
    test(`stats in ${colorScheme} at ${viewport.width}x${viewport.height}`, async ({ open }, info) => {
      // Six pictures, each looked over by axe.
      test.setTimeout(180_000);
      const { page } = await open({ colorScheme, viewport });
      const name = (what: string) => `${info.project.name}-${what}-${colorScheme}-${viewport.width}`;
      await address(page, '#/stats');
      await expect(cpu(page)).toHaveText(/^[\d.]+$/, patient);
      for (const each of ['shop-web', longName, 'lone']) await row(page, each).getByRole('checkbox').click();
      await inspect(page, name('stats'));
      await page.getByRole('checkbox', { name: 'Group by project' }).check();
      await expect(page.locator('[data-key="project:shop"]')).toBeVisible();
      await inspect(page, name('stats-grouped'));

      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      const figure = page.getByRole('figure', { name: 'CPU', exact: true });
      await expect(figure.getByRole('listitem')).toHaveCount(3);
      await expect(figure.getByRole('listitem').last()).toContainText('%', patient);
      await inspect(page, name('stats-compare'));

      await address(page, '#/containers/shop-db/stats');
      await expect(figure).toContainText(/now [\d.]+ %/, patient);
      await figure.getByRole('slider').focus();
      await page.keyboard.press('ArrowLeft');
      await inspect(page, name('stats-charts'));
      await page.getByRole('radio', { name: 'Table' }).check();
      await inspect(page, name('stats-table'));

      await address(page, '#/stats');
      await page.getByRole('button', { name: 'Alerts', exact: true }).click();
      await page.getByRole('button', { name: 'Add a rule', exact: true }).click();
      await page.getByRole('textbox', { name: 'At or above' }).fill('');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await inspect(page, name('stats-alerts'));
    });

  test('stats in Chinese', async ({ open }, info) => {
    test.setTimeout(90_000);
    const { page } = await open({ locale: 'zh-CN', colorScheme: 'dark', viewport: twoLooks[0].viewport });
    await address(page, '#/stats');
    await expect(cpu(page)).toHaveText(/^[\d.]+$/, patient);
    await inspect(page, `${info.project.name}-stats-zh`);
    await address(page, '#/containers/shop-db/stats');
    await expect(page.getByRole('figure', { name: 'CPU', exact: true })).toContainText(/[\d.]+ %/, patient);
    await inspect(page, `${info.project.name}-stats-charts-zh`);
  });
});

test('nothing runs', async ({ engine, open }, info) => {
  await emptyEngine(engine);
  await engine.dockerOk(['create', '--name', 'fresh', 'lab/busybox:1']);
  const { page } = await open({ viewport: twoLooks[0].viewport });
  await address(page, '#/stats');
  await expect(page.getByText('There is 1 container that is stopped.')).toBeVisible();
  await inspect(page, `${info.project.name}-stats-empty`);
  await emptyEngine(engine);
});

const started = new Date(Date.now() - 3_600_000).toISOString();

/** An engine of 500 containers that run, which a machine of tests could not: made up, but for their form. */
function crowd(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
  const path = (incoming.url ?? '').replace(/\?.*/, '').replace(/^\/v[\d.]+/, '');
  const [, one, what] = /^\/containers\/([0-9a-f]{64})\/(\w+)$/.exec(path) ?? [];
  const answer = (value: unknown): true => {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    return true;
  };
  if (path === '/containers/json') return answer(Array.from({ length: 500 }, (_, at) => listed(at)));
  if (one === undefined) return false;
  const at = Number.parseInt(one.slice(0, 8), 16);
  if (what === 'json')
    return answer({ Id: one, RestartCount: at % 3, State: { Status: 'running', StartedAt: started } });
  return what === 'stats' && answer(sampleOf(at));
}

function listed(at: number): object {
  return {
    Id: at.toString(16).padStart(8, '0').repeat(8),
    Names: [`/${at % 9 === 0 ? longName.slice(0, 56) : 'worker'}-${String(at).padStart(3, '0')}`],
    Image: 'lab/busybox:1',
    ImageID: `sha256:${'1'.repeat(64)}`,
    Command: 'sleep',
    Created: 1_700_000_000,
    State: 'running',
    Status: 'Up 1 hour',
    Ports: [],
    Mounts: [],
    Labels: at % 2 === 0 ? { 'com.docker.compose.project': `shop-${at % 7}` } : {},
    NetworkSettings: { Networks: {} },
  };
}

function sampleOf(at: number): object {
  const now = Date.now();
  const busy = ((at * 37) % 100) / 100;
  const bytes = (at + 1) * 1_300_000;
  return {
    read: new Date(now).toISOString(),
    preread: '0001-01-01T00:00:00Z',
    cpu_stats: {
      cpu_usage: { total_usage: Math.round(now * 1e6 * busy * 0.2) },
      system_cpu_usage: now * 1e6 * 2,
      online_cpus: 2,
    },
    memory_stats: { usage: bytes, stats: {}, limit: 2 ** 32 },
    pids_stats: { current: (at % 40) + 1 },
    networks: { eth0: { rx_bytes: bytes * 3, tx_bytes: bytes } },
    blkio_stats: {
      io_service_bytes_recursive: [
        { op: 'read', value: bytes },
        { op: 'write', value: at },
      ],
    },
  };
}

test('500 rows of long names', async ({ open }, info) => {
  test.setTimeout(120_000);
  const fake = await startFakeEngine({ apiVersion: '1.45' }, crowd);
  try {
    const { page } = await open({ engine: fake.host, viewport: twoLooks[0].viewport });
    await address(page, '#/stats');
    await expect(page.getByText('500 running', { exact: true })).toBeVisible(patient);
    const rows = page.getByRole('grid', { name: 'Stats' }).getByRole('row');
    expect(await rows.count(), 'only what is near the window is drawn').toBeLessThan(60);
    await expect(rows.nth(1).locator('[data-column="cpu"]')).toHaveText(/^[\d.]+$/, patient);
    await expect(page.getByText('Sum of all 500 running')).toBeVisible(patient);
    await inspect(page, `${info.project.name}-stats-500`);
  } finally {
    await fake.close();
  }
});
