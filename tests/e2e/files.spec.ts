import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packTar } from '../engine-lab/tar.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { file, runFiles, show } from './files-page.ts';
import { emptyEngine, expect, test } from './fixtures.ts';

let folder = '';

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-e2e-files-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));
test.beforeEach(async ({ engine }) => {
  await emptyEngine(engine);
  await runFiles(engine);
});
test.afterEach(({ engine }) => emptyEngine(engine));

/** Runs in the page: the next blob that is given an address is kept, as base64. */
function keepNextBlob(): void {
  delete document.body.dataset.kept;
  const real = URL.createObjectURL;
  URL.createObjectURL = (blob: Blob) => {
    URL.createObjectURL = real;
    const reader = new FileReader();
    reader.onload = () => {
      document.body.dataset.kept = String(reader.result);
    };
    reader.readAsDataURL(blob);
    return real(blob);
  };
}

async function inContainer(engine: LabEngine, ...command: string[]): Promise<string> {
  return engine.dockerOk(['exec', 'web', ...command]);
}

test('folders by keyboard, by breadcrumbs and by path, of a container that runs and one that is stopped', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await show(page, '#/containers/web/overview');
  await page.getByRole('tab', { name: 'Files', exact: true }).click();
  await expect(file(page, 'data')).toBeVisible();
  await file(page, 'data').focus();
  await page.keyboard.press('Enter');
  await expect(file(page, 'hello.txt')).toBeVisible();
  expect(new URL(page.url()).hash).toContain('path=%2Fdata');
  await expect(file(page, 'a b')).toBeFocused();
  for (const name of ['ünï 文件.txt', 'new␊line', 'big', 'broken', 'empty'])
    await expect(file(page, name)).toBeVisible();
  await expect(file(page, 'big')).toContainText('1.5 MB');
  await expect(file(page, 'outside')).toContainText('→ /etc/passwd');
  const count = "find /data -mindepth 1 -maxdepth 1 -print0 | tr -dc '\\000' | wc -c";
  await expect(page.getByText(`${await inContainer(engine, 'sh', '-c', count)} entries`)).toBeVisible();

  await file(page, 'to-sub').focus();
  await page.keyboard.press('Enter');
  await expect(file(page, 'deep')).toBeFocused();
  await page.keyboard.press('Backspace');
  await expect(file(page, 'to-sub')).toBeFocused();
  await page.keyboard.press('Backspace');
  await expect(file(page, 'data')).toBeFocused();

  await engine.dockerOk(['kill', 'web']);
  const box = page.getByLabel('Go to path');
  await box.fill('data/sub');
  await box.press('Enter');
  await expect(page.getByText('Begin with /, without . or .. between the slashes')).toBeVisible();
  await expect(box).toHaveAttribute('aria-invalid', 'true');
  await box.fill('/data/../../etc');
  await box.press('Enter');
  await expect(box).toHaveAttribute('aria-invalid', 'true');
  await box.fill('/data/sub');
  await box.press('Enter');
  await expect(file(page, 'deep')).toBeVisible();
  await page
    .getByRole('navigation', { name: 'Path in the container' })
    .getByRole('link', { name: 'data' })
    .click();
  await expect(file(page, 'hello.txt')).toBeVisible();
  await page.goBack();
  await expect(file(page, 'deep')).toBeVisible();
  await box.fill('/data/none');
  await box.press('Enter');
  await expect(page.getByText('There is nothing at /data/none.')).toBeVisible();
  await box.fill('/data/empty');
  await box.press('Enter');
  await expect(page.getByText('This folder is empty')).toBeVisible();
});

test('text is shown, and what is none is told', async ({ engine, open }) => {
  const { page } = await open();
  await show(page, '#/containers/web/files?path=%2Fdata');
  await file(page, 'hello.txt').getByRole('button').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('region', { name: 'Text of hello.txt' })).toHaveText(/^hello\s+world\s*$/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  const told = async (name: string, words: string | RegExp) => {
    await file(page, name).getByRole('button').click();
    await expect(page.getByRole('dialog').getByText(words)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  };
  await told('binary', 'This is no text: it holds NUL bytes.');
  await told('latin.txt', 'caf�');
  await told('big', /It has 1.5 MB; up to 1 MB is shown here/);
  await file(page, 'outside').getByRole('button').click();
  await expect(page.getByRole('dialog').getByText('root:x:0:0')).toBeVisible();
  expect(await inContainer(engine, 'cat', '/etc/passwd')).toContain('root:x:0:0');
  await page.keyboard.press('Escape');
  await file(page, 'broken').getByRole('button').click();
  await expect(page.getByText('/data/broken is a link that leads nowhere.')).toBeVisible();
});

test('downloads are what docker cp copies', async ({ engine, open }, info) => {
  const { page } = await open();
  await show(page, '#/containers/web/files?path=%2Fdata');
  const save = async (name: string, entry: string): Promise<Buffer> => {
    await file(page, name).click({ button: 'right' });
    // Playwright sees downloads of the web host only: of another what the page hands over is looked at.
    const coming = info.project.name === 'web' ? page.waitForEvent('download') : null;
    if (coming === null) await page.evaluate(keepNextBlob);
    await page.getByRole('menuitem', { name: entry, exact: true }).click();
    const download = await coming;
    if (download === null) {
      await expect.poll(() => page.evaluate(() => document.body.dataset.kept ?? '')).not.toBe('');
      const kept = await page.evaluate(() => document.body.dataset.kept ?? '');
      return Buffer.from(kept.slice(kept.indexOf(',') + 1), 'base64');
    }
    const path = join(folder, `${info.project.name}-saved`);
    await download.saveAs(path);
    return readFile(path);
  };
  for (const name of ['big', 'ünï 文件.txt', 'binary']) {
    const copy = join(folder, `${info.project.name}-copy`);
    await engine.dockerOk(['cp', `web:/data/${name}`, copy]);
    expect((await save(name, 'Download')).equals(await readFile(copy))).toBe(true);
    await rm(copy);
  }
  const tar = await save('sub', 'Download as tar');
  const { stdout } = await engine.docker(['cp', 'web:/data/sub', '-']);
  expect(tar.toString() === stdout).toBe(true);
});

test('uploads by button and by drop; what is there is replaced only after it was said', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await show(page, '#/containers/web/files?path=%2Fdata');
  await expect(file(page, 'hello.txt')).toBeVisible();
  const picker = page.locator('input[data-upload="files"]');
  const large = Buffer.alloc(1_200_000, 'slipway ');
  await picker.setInputFiles([
    { name: 'one 文.txt', mimeType: 'text/plain', buffer: Buffer.from('first') },
    { name: 'large.bin', mimeType: 'application/octet-stream', buffer: large },
  ]);
  await expect(page.getByText('2 files written to /data')).toBeVisible();
  await expect(file(page, 'one 文.txt')).toContainText('Added');
  expect(await inContainer(engine, 'cat', '/data/one 文.txt')).toBe('first');
  expect(await inContainer(engine, 'sh', '-c', 'wc -c < /data/large.bin')).toBe('1200000');
  expect(await inContainer(engine, 'stat', '-c', '%a %u %g', '/data/large.bin')).toBe('644 0 0');

  const again = [{ name: 'hello.txt', mimeType: 'text/plain', buffer: Buffer.from('changed') }];
  await picker.setInputFiles(again);
  const dialog = page.getByRole('dialog', { name: 'Replace 1 file?' });
  await expect(dialog.getByRole('listitem')).toHaveText(['hello.txt']);
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  expect(await inContainer(engine, 'cat', '/data/hello.txt')).toBe('hello\nworld');
  await picker.setInputFiles(again);
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(page.getByText('1 file written to /data')).toBeVisible();
  expect(await inContainer(engine, 'cat', '/data/hello.txt')).toBe('changed');

  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['by drop'], 'dropped.txt'));
    return transfer;
  });
  const zone = page.locator('[data-drop-zone]');
  await zone.dispatchEvent('dragenter', { dataTransfer: dropped });
  await expect(page.getByText('Drop to upload to /data')).toBeVisible();
  await zone.dispatchEvent('drop', { dataTransfer: dropped });
  await expect(file(page, 'dropped.txt')).toBeVisible();
  expect(await inContainer(engine, 'cat', '/data/dropped.txt')).toBe('by drop');
});

test('a tar is unpacked, one that leaves its folder is refused with nothing written', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await show(page, '#/containers/web/files?path=%2Fdata%2Fempty');
  await expect(page.getByText('This folder is empty')).toBeVisible();
  const picker = page.locator('input[data-upload="tar"]');
  const tar = async (name: string, entries: Parameters<typeof packTar>[0]) => {
    const path = join(folder, name);
    await writeFile(path, packTar(entries));
    return path;
  };
  const data = Buffer.from('x');
  await picker.setInputFiles(
    await tar('evil.tar', [
      { path: 'fine', type: 'file', data },
      { path: '../../escaped', type: 'file', data },
    ]),
  );
  await expect(page.getByText(/The entry \.\.\/\.\.\/escaped was refused/)).toBeVisible();
  expect(
    await inContainer(
      engine,
      'sh',
      '-c',
      'ls -A /data/empty; ls -d /escaped /data/escaped 2>/dev/null; true',
    ),
  ).toBe('');
  await picker.setInputFiles(
    await tar('good.tar', [
      { path: 'kit', type: 'folder' },
      { path: 'kit/tool', type: 'file', data, mode: 0o755 },
    ]),
  );
  await expect(file(page, 'kit')).toBeVisible();
  expect(await inContainer(engine, 'stat', '-c', '%a', '/data/empty/kit/tool')).toBe('755');
});

test('a read-only container says so', async ({ engine, open }) => {
  await engine.dockerOk(['run', '-d', '--name', 'locked', '--read-only', 'lab/busybox:1', 'sleep', '100000']);
  const { page } = await open();
  await show(page, '#/containers/locked/files?path=%2Fetc');
  await expect(
    page.getByRole('grid', { name: 'Files of locked' }).getByRole('row', { name: /^hosts,/ }),
  ).toBeVisible();
  await page
    .locator('input[data-upload="files"]')
    .setInputFiles([{ name: 'x', mimeType: 'text/plain', buffer: Buffer.from('x') }]);
  await expect(page.getByText('/etc is read-only: nothing was written.')).toBeVisible();
});

test('changes since the image are what docker diff says, and lead to the folder', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await show(page, '#/containers/web/files');
  await expect(file(page, 'data')).toContainText('Added');
  await page.getByRole('radio', { name: /Changes since the image/ }).check({ force: true });
  const list = page.getByRole('grid', { name: 'Changes in web since its image' });
  await expect(list.getByRole('row', { name: '/data/hello.txt, Added' })).toBeVisible();
  const diff = (await engine.dockerOk(['diff', 'web'])).split('\n');
  const count = (kind: string) => diff.filter((line) => line.startsWith(`${kind} /`)).length;
  await expect(
    page.getByText(`${count('A')} added, ${count('C')} changed, ${count('D')} deleted`),
  ).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter names' }).fill('deep');
  await expect(list.getByRole('row', { name: /^\// })).toHaveCount(1);
  await list.getByRole('row', { name: '/data/sub/deep, Added' }).getByRole('button').click();
  await expect(file(page, 'deep')).toBeVisible();
  expect(new URL(page.url()).hash).toContain('path=%2Fdata%2Fsub');
});
