import { humanSize } from '../rig/docker-df.ts';
import { address } from './address.ts';
import { emptyEngine, expect, go, row, test } from './fixtures.ts';

const write = 'dd if=/dev/zero of=/w bs=1k count=300; touch /done; sleep 9999';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['volume', 'rm', 'du-free', 'du-used']);
});

test('the Disk page says what may be freed, with the figures of docker system df', async ({
  engine,
  open,
}) => {
  await engine.dockerOk([
    'run',
    '-d',
    '--name',
    'du-writer',
    '-v',
    'du-used:/data',
    'lab/busybox:1',
    'sh',
    '-c',
    write,
  ]);
  await engine.dockerOk(['create', '--name', 'du-idle', 'lab/busybox:1']);
  await engine.dockerOk(['volume', 'create', 'du-free']);
  await expect
    .poll(async () => (await engine.docker(['exec', 'du-writer', 'ls', '/done'])).code, { timeout: 15_000 })
    .toBe(0);
  const { page } = await open();
  await go(page, 'Disk');
  const totals = page.getByRole('region', { name: 'Totals' });
  await expect(totals).toBeVisible({ timeout: 20_000 });
  const lines = await engine.dockerOk([
    'system',
    'df',
    '--format',
    '{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}',
  ]);
  const names = {
    Images: 'Images',
    Containers: 'Containers',
    'Local Volumes': 'Volumes',
    'Build Cache': 'Build cache',
  };
  for (const line of lines.split('\n')) {
    const [type = '', total, active, size = ''] = line.split('\t');
    const cells = totals.getByRole('row', { name: names[type as keyof typeof names] }).getByRole('cell');
    await expect(cells.nth(0)).toHaveText(total ?? '');
    await expect(cells.nth(1)).toHaveText(active ?? '');
    // Three digits on the page, four in the CLI.
    const shown = (await cells.nth(2).textContent()) ?? '';
    const [, number = '', unit = ''] = /^([\d.]+)(\w+)$/.exec(size) ?? [];
    expect(shown).toBe(`${Number(Number(number).toPrecision(3))} ${unit}`);
  }
  // Nothing of what somebody named is called safe.
  const data = page.getByRole('region', { name: 'Your data' });
  await expect(data).toContainText('1 volume nobody uses');
  await expect(page.getByRole('region', { name: 'Free with care' })).toContainText('1 stopped container');
  await expect(page.getByRole('region', { name: 'Safe to free' })).toContainText('Nothing');

  // The picture leads to the lists, by pointer and by keyboard.
  const piece = page.getByRole('button', { name: 'Containers: du-writer, ' });
  await piece.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/disk\/usage\/containers\?find=du-writer/);
  const bytes = await engine.dockerOk(['inspect', '-s', '-f', '{{.SizeRw}}', 'du-writer']);
  const written = humanSize(Number(bytes), 3).replace(/([\d.]+)/, '$1 ');
  await expect(row(page, 'du-writer')).toContainText(written);
  await page.getByRole('radio', { name: 'Volumes' }).check({ force: true });
  await expect(row(page, 'du-used')).toContainText('1 container');
  await expect(row(page, 'du-free')).toContainText('Not in use');
});

test('protects from the lists, and lists marks whose object is gone', async ({ engine, open }) => {
  await engine.dockerOk(['volume', 'create', 'du-free']);
  await engine.dockerOk(['create', '--name', 'du-idle', 'lab/busybox:1']);
  const { page } = await open();
  await address(page, '#/disk/usage/volumes');
  await page.getByRole('button', { name: 'Protect du-free' }).click();
  await expect(page.getByRole('button', { name: 'Unprotect du-free' })).toBeVisible();
  await page.getByRole('radio', { name: 'Build cache' }).check({ force: true });
  await page.getByRole('radio', { name: 'Containers' }).check({ force: true });
  await page.getByRole('button', { name: 'Protect du-idle' }).click();
  await expect(page.getByRole('button', { name: 'Unprotect du-idle' })).toBeVisible();
  await engine.dockerOk(['rm', 'du-idle']);
  await page.getByRole('tab', { name: 'Protected' }).click();
  const marks = page.getByRole('table', { name: 'Protected' });
  await expect(marks.getByRole('row', { name: 'du-free' })).toContainText('On the engine');
  await expect(marks.getByRole('row', { name: 'du-idle' })).toContainText('No longer on the engine');
  for (const name of ['du-idle', 'du-free'])
    await page.getByRole('button', { name: `Unprotect ${name}` }).click();
  await expect(page.getByText('Nothing is protected')).toBeVisible();
});
