import { afterAll, beforeAll, expect } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import { ok, refused } from '../rig/open-app.ts';
import { waitFor } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const asked = /^\/containers\/[^/]+\/checkpoints$/;
const collision = {
  type: 'status',
  status: 500,
  method: 'POST',
  body: '{"message":"Cannot checkpoint container c: content sha256:1efe684da5e6: already exists"}',
} as const;

describeOnEngine('main', 'checkpoints that collide in containerd', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
    await engine.dockerOk([
      'run',
      '-d',
      '--name',
      'counter',
      'lab/busybox:1',
      'sh',
      '-c',
      'while :; do sleep 1; done',
    ]);
  });
  afterAll(() => engine.stop());

  fault(
    '21',
    'a collision is waited for, and told as what it is when it stays',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const { client } = (await rig.openFresh(proxy.host)).slipway;
      await proxy.setMode(collision, asked);
      const made = client.call('checkpoints.create', { id: 'counter', name: 'first', leaveRunning: true });
      await waitFor('a second attempt', () => proxy.stats.count(/^POST .*checkpoints/) >= 2);
      await proxy.setMode('pass');
      expect(await ok(made)).toMatchObject({ name: 'first', containerName: 'counter' });
      expect(await engine.dockerOk(['checkpoint', 'ls', 'counter'])).toContain('first');

      await proxy.setMode(collision, asked);
      const error = await refused(
        client.call('checkpoints.create', { id: 'counter', name: 'second', leaveRunning: true }),
      );
      expect(error.reason).not.toBe('checkpoint-exists');
      expect(error.message).toContain('already exists');
      await proxy.setMode('pass');
      expect(await engine.dockerOk(['checkpoint', 'ls', 'counter'])).not.toContain('second');
      expect(await engine.dockerOk(['inspect', '-f', '{{.State.Status}}', 'counter'])).toBe('running');
    },
  );
});
