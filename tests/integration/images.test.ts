import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ok, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';

const prefix = 'it-images-';

onEachEngine('images', { prefix }, (bench, kind) => {
  const name = (tag: string) => `${prefix}app:${tag}`;
  /** Podman writes the registry out. */
  const written = (tag: string) => (kind === 'podman' ? `docker.io/library/${name(tag)}` : name(tag));
  const execute = async (images: string[]) => {
    const plan = await ok(bench.client.call('images.plan', { images }));
    return { plan, report: await ok(bench.client.call('plans.execute', { id: plan.id })) };
  };
  const own = async () =>
    (await ok(bench.client.call('images.list', { name: prefix, sizes: true, platforms: true }))).sort(
      (a, b) => ((a.tags[0] ?? '') < (b.tags[0] ?? '') ? -1 : 1),
    );
  /** A fresh image that only this test has, with one file in a layer of its own. */
  const build = async (tag: string, from = 'lab/busybox:1') => {
    const container = `${prefix}make-${tag}`;
    await bench.docker('run', '--name', container, from, 'sh', '-c', `echo ${tag} >/${tag}`);
    // The CLI sends no body, which Podman takes for a broken one.
    const changes = ['ENV API_TOKEN=hush', 'EXPOSE 80'].map(
      (change) => `changes=${encodeURIComponent(change)}`,
    );
    const made = await bench.engine.request(
      'POST',
      `/v1.41/commit?container=${container}&repo=${prefix}app&tag=${tag}&${changes.join('&')}`,
      {},
    );
    expect(made.status).toBe(201);
    await bench.docker('rm', container);
    return bench.docker('image', 'inspect', '-f', '{{.Id}}', name(tag));
  };

  it('lists images with sizes, platforms and who uses them, as docker tells', async () => {
    const id = await build('1');
    await bench.docker(
      'create',
      '--name',
      `${prefix}user`,
      '--label',
      'com.docker.compose.project=shop',
      name('1'),
      'sh',
    );
    try {
      const [row, ...others] = await own();
      expect(others).toEqual([]);
      expect(row?.id.replace('sha256:', '')).toBe(id.replace('sha256:', ''));
      expect(row?.tags).toEqual([written('1')]);
      expect(row?.usedBy).toMatchObject([{ name: `${prefix}user`, state: 'created', project: 'shop' }]);
      expect(row?.projects).toEqual(['shop']);
      expect(row?.platforms).toEqual([
        await bench.docker('image', 'inspect', '-f', '{{.Os}}/{{.Architecture}}', name('1')),
      ]);
      expect(row?.sizeBytes).toBeGreaterThan(1_000_000);
      // Podman tells no shared sizes.
      if (kind !== 'podman') {
        expect(row?.sharedBytes).toBeGreaterThan(1_000_000);
        expect((row?.sharedBytes ?? 0) + (row?.uniqueBytes ?? 0)).toBe(row?.sizeBytes);
      }
      expect(await ok(bench.client.call('images.list', { name: prefix, unused: true }))).toEqual([]);
      expect(await ok(bench.client.call('images.list', { project: 'shop' }))).toHaveLength(1);

      const details = await ok(bench.client.call('images.inspect', { id: name('1') }));
      expect(details.settings.env).toContain('API_TOKEN=hush');
      expect(details.settings.ports).toEqual(['80/tcp']);
      expect(details.usedBy.map((user) => user.name)).toEqual([`${prefix}user`]);
      expect(details.platforms).toHaveLength(1);
      expect(details.layers.length).toBe(2);

      // In use: refused, and with which container.
      const why = await refused(bench.client.call('images.plan', { images: [row?.id ?? ''] }));
      expect(why).toMatchObject({ code: 'in-use', reason: 'images-in-use' });
      expect(why.message).toContain(`${prefix}user`);
    } finally {
      await bench.docker('rm', '-f', `${prefix}user`);
      await bench.docker('rmi', name('1'));
    }
  });

  it('tells the history step by step as docker does', async () => {
    await build('2', 'lab/layers:1');
    try {
      const history = await ok(bench.client.call('images.history', { id: name('2') }));
      const told = (
        await bench.docker('history', '--no-trunc', '--human=false', '--format', '{{.Size}}', name('2'))
      )
        .split('\n')
        .map(Number);
      expect(history.steps.map(({ sizeBytes }) => sizeBytes)).toEqual(told);
      expect(history.steps[0]?.role).toBe('layer');
      expect(history.steps.at(-1)?.text).toContain('lab: COPY busybox');
      expect(history.steps.some(({ missing }) => missing === 'not-kept')).toBe(true);
      expect(history.squashes).toEqual([]);
      expect((await refused(bench.client.call('images.history', { id: `${prefix}none` }))).code).toBe(
        'not-found',
      );
    } finally {
      await bench.docker('rmi', name('2'));
    }
  });

  it('tells which steps a squash merged', async (context) => {
    if (kind === 'podman') context.skip('the docker CLI does not squash with Podman');
    const folder = await mkdtemp(join(tmpdir(), 'slipway-squash-'));
    const lines = ['FROM lab/busybox:1', 'ENV A=1', 'RUN echo 1 >/a', 'RUN echo 2 >/b', 'CMD ["sh"]'];
    await writeFile(join(folder, 'Dockerfile'), lines.join('\n'));
    try {
      await bench.engine.dockerOk(['build', '-q', '--squash', '-t', name('squashed'), folder], {
        env: { DOCKER_BUILDKIT: '0' },
      });
      const { steps, squashes } = await ok(bench.client.call('images.history', { id: name('squashed') }));
      const merged = steps.filter(({ role }) => role === 'merged').map(({ text }) => text);
      expect(merged).toEqual(['echo 2 >/b', 'echo 1 >/a']);
      expect(steps[0]?.role).toBe('squashed');
      expect(squashes).toMatchObject([{ step: 0, merged: 2, exact: true }]);
      await bench.docker('rmi', name('squashed'));
      // The steps before the merge stay behind without a name.
      await bench.docker('rmi', squashes[0]?.from ?? '');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('tags with names that the engine takes, moves none unasked, and untags by plan', async () => {
    const first = await build('3');
    await build('4');
    try {
      const wrong = await refused(bench.client.call('images.tag', { id: first, name: 'Team/App:1' }));
      expect(wrong).toMatchObject({ code: 'invalid-input', reason: 'image-name-malformed' });
      const taken = await refused(bench.client.call('images.tag', { id: first, name: name('4') }));
      expect(taken).toMatchObject({ code: 'conflict', reason: 'image-name-taken' });
      const tagged = await ok(
        bench.client.call('images.tag', { id: first, name: `127.0.0.1:5000/${prefix}app` }),
      );
      expect(tagged).toMatchObject({ name: `127.0.0.1:5000/${prefix}app:latest`, takenFrom: null });
      expect(await bench.docker('image', 'inspect', '-f', '{{.Id}}', tagged.name)).toBe(first);

      const { plan, report } = await execute([tagged.name]);
      expect(plan.items).toMatchObject([{ name: tagged.name, action: 'untag', bytes: 0 }]);
      expect(report.items).toMatchObject([{ outcome: 'done', outcomeKey: 'untagged' }]);
      expect((await bench.engine.docker(['image', 'inspect', tagged.name])).code).not.toBe(0);
      expect(await bench.docker('image', 'inspect', '-f', '{{.Id}}', name('3'))).toBe(first);
    } finally {
      await bench.docker('rmi', name('3'), name('4'));
    }
  });

  it('removes what a plan lists, children first, and nothing that got another name since', async () => {
    await build('5');
    await build('6', name('5'));
    const rows = await own();
    const [parent, child] = [rows[0]?.id ?? '', rows[1]?.id ?? ''];
    const { plan, report } = await execute([parent, child]);
    // Podman keeps no parents, and an order does not matter there.
    const order = plan.items.map((item) => item.name);
    expect(kind === 'podman' ? order.sort().reverse() : order).toEqual([written('6'), written('5')]);
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['removed', 'removed']);
    expect(await own()).toEqual([]);

    await build('7');
    const id = (await own())[0]?.id ?? '';
    const later = await ok(bench.client.call('images.plan', { images: [id] }));
    await bench.docker('tag', name('7'), name('7b'));
    const kept = await ok(bench.client.call('plans.execute', { id: later.id }));
    expect(kept.items).toMatchObject([{ outcome: 'skipped', outcomeKey: 'now-tagged' }]);
    await ok(bench.client.call('disk.protect', { kind: 'image', id }));
    const guarded = await refused(bench.client.call('images.plan', { images: [id] }));
    expect(guarded.code).toBe('protected');
    await ok(bench.client.call('disk.unprotect', { kind: 'image', id }));
    await execute([id]);
    expect(await own()).toEqual([]);
  });

  it('does not remove what others were built on', async () => {
    await build('8');
    await build('9', name('8'));
    try {
      const row = (await own()).find(({ tags }) => tags.includes(written('8')));
      const plan = await bench.client.call('images.plan', { images: [row?.id ?? ''] });
      // Engines without parents, Podman among them, have nothing that stands in the way.
      const parent = await ok(bench.client.call('images.inspect', { id: name('9') }));
      if (kind !== 'podman' && parent.parentId === row?.id)
        expect(plan).toMatchObject({ ok: false, error: { reason: 'images-built-on' } });
      else expect(plan.ok).toBe(true);
    } finally {
      await bench.engine.docker(['rmi', name('9'), name('8')]);
    }
  });
});
