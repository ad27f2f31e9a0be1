import { rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { startFakeEngine } from '../rig/fake-engine.ts';
import { expectRecovered, fault } from '../rig/fault.ts';
import { ok, refused, temporaryFolder } from '../rig/open-app.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

describeOnEngine('main', 'another engine, or none', () => {
  let engine: LabEngine;
  let other: LabEngine;

  beforeAll(async () => {
    [engine, other] = await Promise.all([
      startEngine('main', { images: true }),
      startEngine('newest', { images: true }),
    ]);
    await Promise.all([
      engine.dockerOk(['run', '-d', '--name', 'web', 'lab/web:1']),
      engine.dockerOk(['create', '--name', 'created', 'lab/busybox:1']),
      other.dockerOk(['run', '-d', '--name', 'elsewhere', 'lab/web:1']),
      other.dockerOk(['volume', 'create', 'elsewhere']),
    ]);
  });
  afterAll(() => Promise.all([engine.stop(), other.stop()]));

  fault(
    '7',
    'half-open later: calls end by their deadline, rows stay',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host, {
        timing: { handshakeMs: 1000, pingEveryMs: 500, pingDeadlineMs: 1000 },
      });
      const before = watching.rows('container');
      await proxy.setMode({ type: 'hang' });
      const call = watching.slipway.client.call('engine.info', {});
      await watching.until('reconnecting', 5000);
      expect(await refused(call)).toMatchObject({
        code: expect.stringMatching(/timeout|cancelled|unreachable/),
      });
      expect(watching.rows('container')).toEqual(before);
      await proxy.setMode('pass');
      proxy.cutAll();
      const back = performance.now();
      await watching.until('ready');
      await expectRecovered(watching, engine, back);
    },
  );

  fault(
    '8',
    'another engine behind the same socket: rows purged, version agreed anew',
    () => engine,
    async (rig) => {
      const folder = await temporaryFolder();
      const link = join(folder.path, 'docker.sock');
      const [first, second] = [await rig.proxy(engine), await rig.proxy(other)];
      await symlink(first.socket, link);
      const watching = await rig.openFresh(`unix://${link}`);
      const idBefore = watching.engineIds.get('container');
      const from = watching.items.length;
      await symlink(second.socket, `${link}.new`);
      await rename(`${link}.new`, link);
      first.cutAll();
      const changed = performance.now();
      await waitFor('the other engine', () => {
        const id = watching.engineIds.get('container');
        return id !== undefined && id !== idBefore;
      });
      await expectRecovered(watching, other, changed);
      expect(watching.state).toMatchObject({ status: 'ready', engine: { apiVersion: '1.51' } });
      expect(await ok(watching.slipway.client.call('engine.version', {}))).toMatchObject({
        negotiated: '1.51',
      });
      await watching.untilFresh();
      expect(watching.named('volume', 'elsewhere')).toBeDefined();
      const rows = watching.items.slice(from).flatMap((item) => {
        if (item.type === 'snapshot' && item.kind === 'container' && item.engineId !== idBefore)
          return item.rows;
        return [];
      });
      expect(rows.map((row) => row.name)).toEqual(['elsewhere']);
      await folder.remove();
    },
  );

  fault(
    '8',
    'the same engine in another version is agreed with anew',
    () => engine,
    async (rig) => {
      const fake = await startFakeEngine({ apiVersion: '1.41', version: '20.10.1', id: 'SAME' });
      const watching = await rig.open(fake.host);
      expect(await watching.until('ready')).toMatchObject({ engine: { id: 'SAME', apiVersion: '1.41' } });
      await watching.untilFresh();
      fake.identity = { apiVersion: '1.45', version: '26.1.0', id: 'SAME' };
      fake.cutAll();
      await eventually('the new version', () =>
        expect(watching.state).toMatchObject({
          status: 'ready',
          engine: { id: 'SAME', apiVersion: '1.45', version: '26.1.0' },
        }),
      );
      await eventually('questions in it', () => expect(fake.asked).toContain('/v1.45/containers/json'));
      watching.close();
      await watching.slipway.close();
      await fake.close();
    },
  );
});
