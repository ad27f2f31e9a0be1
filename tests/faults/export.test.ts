import { execFile } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import { ok, refused, temporaryFolder } from '../rig/open-app.ts';
import { eventually } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const run = promisify(execFile);

describeOnEngine('main', 'faults of export and import', () => {
  let engine: LabEngine;
  let folder = { path: '', remove: () => Promise.resolve() };
  beforeAll(async () => {
    folder = await temporaryFolder();
    engine = await startEngine('main', { images: true });
    await engine.dockerOk(['volume', 'create', 'large']);
    const fill = 'head -c 40000000 /dev/urandom > /v/large; echo small > /v/small';
    await engine.dockerOk(['run', '--rm', '-v', 'large:/v', 'lab/busybox:1', 'sh', '-c', fill]);
  });
  afterAll(async () => {
    await engine.stop();
    await folder.remove();
  });
  const volumes = () => engine.dockerOk(['volume', 'ls', '-q']);

  fault(
    'export, disk full',
    'a typed failure with a hint, and nothing is left of it',
    () => engine,
    async (rig) => {
      const disk = join(folder.path, 'small-disk');
      await mkdir(disk);
      await run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
      try {
        const { slipway } = await rig.openFresh(engine.host);
        // In a folder that is there, and in one that is not.
        for (const target of [disk, join(disk, 'new')]) {
          const error = await refused(slipway.client.call('reset.export', { folder: target }));
          expect(error).toMatchObject({ code: 'conflict', reason: 'export-disk-full' });
          expect(error.hint?.text).toMatch(/removed again.*space/);
          expect(await readdir(disk)).toEqual([]);
        }
        const [last] = await ok(slipway.client.call('operations.list', {}));
        expect(last).toMatchObject({ state: 'failed', error: { reason: 'export-disk-full' } });
      } finally {
        await run('umount', [disk]);
      }
    },
  );

  fault(
    'reset of the app, disk full',
    'a typed failure; the settings are as they were, and nothing is left beside them',
    () => engine,
    async (rig) => {
      const home = join(folder.path, 'home');
      await mkdir(home);
      await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', home]);
      try {
        const { slipway } = await rig.openFresh(engine.host, { home });
        await ok(slipway.client.call('settings.set', { theme: 'dark', trashDays: 30 }));
        const file = join(home, 'settings.json');
        const before = await readFile(file, 'utf8');
        const filler = ['if=/dev/zero', `of=${join(home, 'filler')}`, 'bs=4096'];
        await expect(run('dd', filler)).rejects.toThrow('No space left');
        const had = (await readdir(home)).sort();
        const error = await refused(slipway.client.call('reset.app', {}));
        expect(error).toMatchObject({ reason: 'settings-unwritable' });
        expect(await readFile(file, 'utf8')).toBe(before);
        expect((await readdir(home)).sort()).toEqual(had);
        expect((await ok(slipway.client.call('settings.get', {}))).settings).toMatchObject({ trashDays: 30 });
        await slipway.close();
      } finally {
        await run('umount', [home]);
      }
    },
  );

  fault(
    'import, data altered after the preview',
    'the volume it was for is removed again, and the report says why',
    () => engine,
    async (rig) => {
      const { slipway } = await rig.openFresh(engine.host);
      const target = join(folder.path, 'altered');
      await ok(slipway.client.call('reset.export', { folder: target }));
      await engine.dockerOk(['volume', 'rm', 'large']);
      const plan = await ok(slipway.client.call('reset.import', { folder: target }));
      const [data = ''] = (await readdir(join(target, 'volumes'))).filter((name) => name.endsWith('.tar'));
      const file = join(target, 'volumes', data);
      const whole = await readFile(file);
      await run('dd', ['if=/dev/zero', `of=${file}`, 'bs=1', 'count=1', 'seek=20000000', 'conv=notrunc']);
      const report = await ok(slipway.client.call('plans.execute', { id: plan.id }));
      expect(report.items).toMatchObject([
        { name: 'large', outcome: 'failed', error: { reason: 'import-altered' } },
      ]);
      expect(await volumes()).toBe('');
      expect(await readdir(join(slipway.home, 'imports'))).toEqual([]);
      // With its data back, it is made.
      await run('cp', ['/dev/null', file]);
      await appendFile(file, whole);
      const again = await ok(slipway.client.call('reset.import', { folder: target }));
      const done = await ok(slipway.client.call('plans.execute', { id: again.id }));
      expect(done.items).toMatchObject([{ name: 'large', outcomeKey: 'made' }]);
    },
  );

  fault(
    'import, the engine dies in the middle',
    'what was half filled is removed when it is back, and what was not reached is told',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host);
      const target = join(folder.path, 'killed');
      await engine.dockerOk(['volume', 'create', 'other']);
      await ok(slipway.client.call('reset.export', { folder: target }));
      await engine.dockerOk(['volume', 'rm', 'large', 'other']);
      const plan = await ok(slipway.client.call('reset.import', { folder: target }));
      expect(plan.items.map(({ name }) => name)).toEqual(['large', 'other']);
      // Behind the proxy only the API is there: the upload is what is under way.
      const uploading = /\/archive$/;
      await proxy.setMode({ type: 'dropAfter', bytes: 0 }, uploading);
      const executing = slipway.client.call('plans.execute', { id: plan.id });
      await eventually('the upload to be asked for', async () =>
        expect(proxy.stats.count(/^PUT .*\/archive/)).toBeGreaterThan(0),
      );
      await engine.kill('SIGKILL');
      const report = await ok(executing);
      expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['failed', 'not-reached']);
      expect(report.items[0]?.detail).toMatch(/removed as soon as the engine answers/);
      await proxy.setMode({ type: 'pass' });
      await engine.restart();
      await eventually(
        'what is half filled to be removed',
        async () => expect(await volumes()).toBe(''),
        30_000,
      );
      const again = await ok(slipway.client.call('reset.import', { folder: target }));
      const done = await ok(slipway.client.call('plans.execute', { id: again.id }));
      expect(done.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['made', 'made']);
      const script = 'wc -c < /v/large';
      const size = ['run', '--rm', '-v', 'large:/v', 'lab/busybox:1', 'sh', '-c', script];
      expect(await engine.dockerOk(size)).toBe('40000000');
      await engine.dockerOk(['volume', 'rm', 'other']);
    },
  );
});
