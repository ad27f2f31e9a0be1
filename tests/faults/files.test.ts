import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import { downloadAll, uploadAll } from '../rig/file-streams.ts';
import { refused } from '../rig/open-app.ts';
import { eventually } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const archive = /^\/containers\/[^/]+\/archive$/;

describeOnEngine('main', 'files under faults', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
    const script = 'mkdir /d; dd if=/dev/zero of=/d/big bs=1000 count=3000; touch /d/last; sleep 100000';
    await engine.dockerOk(['run', '-d', '--name', 'box', 'lab/busybox:1', 'sh', '-c', script]);
    await eventually('the files', async () =>
      expect((await engine.docker(['exec', 'box', 'ls', '/d/last'])).code).toBe(0),
    );
  });
  afterAll(() => engine.stop());

  fault(
    '10, 22',
    'an archive that is cut is neither a whole folder nor a whole file',
    () => engine,
    async ({ proxy, open }) => {
      const between = await proxy();
      const { slipway } = await open(between.host);
      await between.setMode({ type: 'dropAfter', bytes: 1_000_000 }, archive);
      const listing = await refused(slipway.client.call('containers.readDir', { id: 'box', path: '/d' }));
      expect(listing.code).toBe('unreachable');
      const file = await downloadAll(slipway.client, 'box', '/d/big');
      expect(file.error?.code).toBe('unreachable');
      expect(file.data.length).toBeLessThan(3_000_000);
      const tar = await downloadAll(slipway.client, 'box', '/d');
      expect(tar.error?.code).toBe('unreachable');
    },
  );

  fault(
    '10',
    'an engine that goes away before an upload is written: nothing is, and nothing is kept aside',
    () => engine,
    async ({ proxy, open }) => {
      const between = await proxy();
      const { slipway } = await open(between.host);
      const input = { id: 'box', path: '/d', files: [{ name: 'up', size: 3 }] };
      const sent = await uploadAll(slipway.client, input, Uint8Array.of(1, 2, 3), async () => {
        await between.setMode({ type: 'refuse' });
        return [];
      });
      expect(sent.error?.code).toBe('unreachable');
      expect(sent.items.map(({ type }) => type)).not.toContain('done');
      expect((await engine.docker(['exec', 'box', 'ls', '/d/up'])).code).not.toBe(0);
      const left = (await readdir(tmpdir())).filter((name) => name.startsWith('slipway-upload-'));
      expect(left).toEqual([]);
    },
  );
});
