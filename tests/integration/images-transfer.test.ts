import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { podmanRegistryPorts } from '../engine-lab/podman.ts';
import { packTar } from '../engine-lab/tar.ts';
import { loadedOf, moveImage, saveAll, sendTar } from '../rig/image-streams.ts';
import { startRegistry } from '../rig/registry.ts';
import { slowRoad } from '../rig/slow-road.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const prefix = 'it-moved-';
const ports = { oldest: 18581, main: 18582, newest: 18583, podman: podmanRegistryPorts[0] };

onEachEngine('images that come and go', { prefix }, (bench, kind) => {
  const port = ports[kind];
  const there = async (name: string) => (await bench.engine.docker(['image', 'inspect', name])).code === 0;
  const idOf = (name: string) => bench.docker('image', 'inspect', '-f', '{{.Id}}', name);
  const filesOf = (name: string) =>
    bench.docker('run', '--rm', name, 'sh', '-c', 'find /layers -type f | sort | xargs sha256sum');

  it('pushes to a registry and pulls back the same image, with progress and a digest', async () => {
    const registry = await startRegistry(bench.engine, port);
    const name = `${registry.address}/${prefix}app:1`;
    try {
      await bench.docker('tag', 'lab/layers:1', name);
      const id = await idOf(name);
      const pushed = await moveImage(bench.client, 'images.push', name);
      expect(pushed.error).toBeNull();
      if (kind !== 'podman') {
        expect(pushed.steps.filter(({ status }) => status === 'Pushed')).toHaveLength(5);
        expect(pushed.steps.at(-1)?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      }
      await bench.docker('rmi', name);
      const pulled = await moveImage(bench.client, 'images.pull', name);
      expect(pulled.error).toBeNull();
      expect(await idOf(name)).toBe(id);

      // A failure comes after the engine has answered 200.
      const none = await moveImage(bench.client, 'images.pull', `${registry.address}/${prefix}nothing:1`);
      expect(none.error).toMatchObject({ code: 'not-found', reason: 'image-not-found' });
      const unknown = await moveImage(bench.client, 'images.push', `${registry.address}/${prefix}unknown:1`);
      expect(unknown.error).toMatchObject({ code: 'not-found', reason: 'object-unknown' });
      await registry.stop();
      const down = await moveImage(bench.client, 'images.push', name);
      expect(down.error).toMatchObject({ reason: 'push-failed' });
      const wrong = await moveImage(bench.client, 'images.pull', 'Not/A:Name');
      expect(wrong.error).toMatchObject({ code: 'invalid-input', reason: 'image-name-malformed' });
    } finally {
      await registry.stop();
      await bench.engine.docker(['rmi', name]);
    }
  }, 120_000);

  it('stops the engine when a pull is cancelled: no byte comes after it', async (context) => {
    if (kind === 'podman')
      context.skip(
        'With Podman the layer was not seen to come over the slow road, so there is nothing to cancel',
      );
    const registry = await startRegistry(bench.engine, port + 10);
    const road = await slowRoad(bench.engine, port + 20, port + 10, 1_000_000);
    const near = `${registry.address}/${prefix}large:1`;
    const name = `${road.address}/${prefix}large:1`;
    try {
      const tar = packTar([{ path: 'large', type: 'file', data: randomBytes(24_000_000) }]);
      const made = await sendTar(bench.client, tar, { reference: near });
      expect(made.error).toBeNull();
      expect((await moveImage(bench.client, 'images.push', near)).error).toBeNull();
      await bench.docker('rmi', near);
      const sent = road.passed();
      const steps: string[] = [];
      const pull = bench.client.stream(
        'images.pull',
        { reference: name },
        { item: ({ status }) => void steps.push(status) },
      );
      await eventually('the layer to be on its way', () =>
        expect(road.passed()).toBeGreaterThan(sent + 1_000_000),
      );
      await eventually('the page to see it', () => expect(steps).toContain('Downloading'));
      pull.cancel();
      let before = road.passed();
      await eventually('the road to be still', async () => {
        const last = before;
        await new Promise((resolve) => setTimeout(resolve, 1500));
        before = road.passed();
        expect(before).toBe(last);
      });
      expect(before).toBeLessThan(20_000_000);
      expect(await there(name)).toBe(false);
    } finally {
      await road.stop();
      await registry.stop();
    }
  }, 120_000);

  it('saves images, and loads them back as they were', async () => {
    const names = [`${prefix}kept:1`, `${prefix}kept:2`];
    const [first = '', second = ''] = names;
    await bench.docker('tag', 'lab/layers:1', first);
    await bench.docker('tag', 'lab/layers:1', second);
    const [id, files] = [await idOf(first), await filesOf(first)];
    const saved = await saveAll(bench.client, names);
    expect(saved.error).toBeNull();
    expect(saved.name).toMatch(/\.tar$/);
    expect(saved.data.length).toBeGreaterThan(1_000_000);
    await bench.docker('rmi', ...names);
    const { items, error } = await sendTar(bench.client, saved.data);
    expect(error).toBeNull();
    expect(items.map(({ type }) => type)).toContain('checking');
    expect(loadedOf(items)).toHaveLength(1);
    expect([await idOf(first), await idOf(second), await filesOf(second)]).toEqual([id, id, files]);

    // Cut in two, or with a byte turned: refused before the engine sees it.
    await bench.docker('rmi', ...names);
    const cut = await sendTar(bench.client, saved.data.subarray(0, saved.data.length / 2));
    expect(cut.error?.reason).toBe('upload-not-tar');
    const turned = Buffer.from(saved.data);
    const at = turned.indexOf('layer 4\nlayer 4\n');
    if (at >= 0) {
      turned[at] = 0x58;
      expect((await sendTar(bench.client, turned)).error).toMatchObject({
        reason: 'load-not-images',
        params: { why: 'changed' },
      });
    }
    const nothing = await sendTar(
      bench.client,
      packTar([{ path: 'a', type: 'file', data: Buffer.from('a') }]),
    );
    expect(nothing.error).toMatchObject({ code: 'invalid-input', reason: 'load-not-images' });
    expect(await there(first)).toBe(false);
    const missing = await saveAll(bench.client, [`${prefix}none`]);
    expect(missing.error?.code).toBe('not-found');
  }, 120_000);

  it('imports a root filesystem with what is changed about it', async () => {
    const name = `${prefix}base:1`;
    const container = await bench.docker('create', '--name', `${prefix}source`, 'lab/busybox:1');
    const out = await bench.engine.docker(['export', '-o', `${bench.engine.runDir}/rootfs.tar`, container]);
    expect(out.code).toBe(0);
    const { readFile, rm } = await import('node:fs/promises');
    const tar = await readFile(`${bench.engine.runDir}/rootfs.tar`);
    await rm(`${bench.engine.runDir}/rootfs.tar`);
    await bench.docker('rm', container);
    try {
      const changes = ['CMD ["cat", "/etc/group"]', 'ENV A=1'];
      const { items, error } = await sendTar(bench.client, tar, {
        reference: name,
        changes,
        message: 'from a test',
      });
      expect(error).toBeNull();
      expect(loadedOf(items)[0]?.id.replace('sha256:', '')).toBe((await idOf(name)).replace('sha256:', ''));
      expect(await bench.docker('run', '--rm', name)).toContain('lab:x:1000:');
      expect(await bench.docker('image', 'inspect', '-f', '{{.Config.Env}}', name)).toContain('A=1');

      const bad = await sendTar(bench.client, tar, {
        reference: `${prefix}bad:1`,
        changes: ['NOT AN INSTRUCTION'],
      });
      expect(bad.error).toMatchObject({ code: 'invalid-input', reason: 'import-refused' });
      expect(await there(`${prefix}bad:1`)).toBe(false);
      const images = await saveAll(bench.client, ['lab/busybox:1']);
      const mistaken = await sendTar(bench.client, images.data, { reference: `${prefix}bad:1` });
      expect(mistaken.error).toMatchObject({ reason: 'import-of-images' });
    } finally {
      await bench.engine.docker(['rmi', name]);
    }
  }, 120_000);
});
