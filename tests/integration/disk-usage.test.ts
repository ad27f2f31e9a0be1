import { afterAll, expect, it } from 'vitest';
import type { DiskDetails, UsageLine } from '../../shared/contract/disk-usage.ts';
import { dockerDf, humanSize } from '../rig/docker-df.ts';
import { ok, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const prefix = 'it-du-';
const named = (name: string): string => `${prefix}${name}`;

/** Two images above each other, one of them unused, by the builder that the engine has. */
const below = 'FROM lab/busybox:1\nRUN dd if=/dev/zero of=/below bs=1k count=300\n';
const above = `FROM ${named('below')}:1\nRUN dd if=/dev/zero of=/above bs=1k count=500\n`;
const beside = `FROM ${named('below')}:1\nRUN dd if=/dev/zero of=/beside bs=1k count=700\n`;

onEachEngine(
  'disk usage',
  {
    prefix,
    prepare: async ({ engine, docker }) => {
      const buildkit = { DOCKER_BUILDKIT: engine.kind === 'podman' ? '0' : '1' };
      if (engine.kind === 'podman')
        for (const tag of ['below', 'above', 'beside']) await docker('tag', 'lab/web:1', `${named(tag)}:1`);
      else
        for (const [tag, input] of Object.entries({ below, above, beside }))
          await engine.dockerOk(['build', '-q', '-t', `${named(tag)}:1`, '-'], { input, env: buildkit });
      await docker(
        ...[
          'run',
          '-d',
          '--name',
          named('writes'),
          '-v',
          `${named('used')}:/data`,
          'lab/busybox:1',
          'sh',
          '-c',
        ],
        'dd if=/dev/zero of=/data/x bs=1k count=20; dd if=/dev/zero of=/w bs=1k count=100; touch /done; sleep 9999',
      );
      await docker('create', '--name', named('idle'), '-v', '/anonymous', `${named('above')}:1`);
      await docker(
        'run',
        '--name',
        named('ended'),
        'lab/busybox:1',
        'dd',
        'if=/dev/zero',
        'of=/w',
        'bs=1k',
        'count=50',
      );
      await docker('volume', 'create', named('free'));
      await eventually('the data is written', () => docker('exec', named('writes'), 'ls', '/done'));
    },
  },
  (bench, kind) => {
    afterAll(async () => {
      if (kind !== 'podman') await bench.docker('builder', 'prune', '-a', '-f');
    });

    const measure = (): Promise<DiskDetails> => ok(bench.client.call('disk.details', {}));

    /** Both views of one moment: nothing else may have changed between them. */
    const bothViews = () =>
      eventually(
        'a moment in which nothing changes',
        async () => {
          const before = await measure();
          const docker = await dockerDf(bench.engine);
          const ours = await measure();
          const figures = ({
            usage: { measuredAt: _at, tookMs: _took, ...rest },
            ...objects
          }: DiskDetails) => ({
            ...rest,
            ...objects,
          });
          expect(figures(ours)).toEqual(figures(before));
          return { ours, docker };
        },
        30_000,
      );

    const lineText = (line: UsageLine) => ({
      TotalCount: String(line.total),
      Active: String(line.active),
      Size: humanSize(line.sizeBytes ?? Number.NaN),
      Reclaimable: humanSize(line.reclaimableBytes ?? Number.NaN),
    });

    it('equals docker system df, number by number', async () => {
      const { ours, docker } = await bothViews();
      const theirs = Object.fromEntries(
        docker.totals.map(({ Type, TotalCount, Active, Size, Reclaimable }) => [
          Type,
          { TotalCount, Active, Size, Reclaimable: Reclaimable?.replace(/ \(.*/, '') },
        ]),
      );
      const { images, containers, volumes, buildCache } = ours.usage;
      expect(theirs.Containers).toEqual(lineText(containers));
      expect(theirs['Local Volumes']).toEqual(lineText(volumes));
      expect(theirs['Build Cache']).toEqual(lineText(buildCache));
      // Podman tells neither what layers take together nor what they share: "-2.035e+06B" reclaimable.
      if (kind === 'podman') {
        expect(images).toMatchObject({ sizeBytes: null, reclaimableBytes: null });
        expect(theirs.Images).toMatchObject({
          TotalCount: String(images.total),
          Active: String(images.active),
        });
      } else expect(theirs.Images).toEqual(lineText(images));
    });

    it('is measured for several at once, also where the engine measures for one at a time', async () => {
      const cli = bench.engine.dockerOk(['system', 'df']).catch(String);
      const plans = Array.from({ length: 6 }, () =>
        bench.client.call('disk.plan', { kinds: ['images', 'build-cache'], images: 'dangling' }),
      );
      const answers = await Promise.all([measure(), ...plans.map((plan) => ok(plan))]);
      expect(answers).toHaveLength(7);
      await cli;
    });

    it('equals docker system df -v, object by object', async () => {
      const { ours, docker } = await bothViews();
      const bare = (id = ''): string => id.replace(/^sha256:/, '');
      expect(new Set(docker.images.map(({ ID }) => bare(ID)))).toEqual(
        new Set(ours.images.map(({ id }) => bare(id))),
      );
      for (const theirs of docker.images) {
        const one = ours.images.find(({ id }) => bare(id) === bare(theirs.ID));
        expect(one?.containers).toBe(Number(theirs.Containers));
        expect(humanSize(one?.sizeBytes ?? Number.NaN, 3)).toBe(theirs.Size);
        if (kind === 'podman') {
          expect(one).toMatchObject({ sharedBytes: null, uniqueBytes: null });
          continue;
        }
        expect(humanSize(one?.sharedBytes ?? Number.NaN)).toBe(theirs.SharedSize);
        expect(humanSize(one?.uniqueBytes ?? Number.NaN)).toBe(theirs.UniqueSize);
        expect(
          theirs.Repository === '<none>' ? true : one?.tags.includes(`${theirs.Repository}:${theirs.Tag}`),
        ).toBe(true);
      }
      expect(docker.containers).toHaveLength(ours.containers.length);
      for (const theirs of docker.containers) {
        const one = ours.containers.find(({ id }) => id.startsWith(theirs.ID ?? 'none'));
        expect(theirs.Size).toBe(humanSize(one?.writtenBytes ?? Number.NaN, 3));
        if (kind !== 'podman') expect(String(one?.localVolumes)).toBe(theirs.LocalVolumes);
      }
      expect(docker.volumes).toHaveLength(ours.volumes.length);
      for (const theirs of docker.volumes) {
        const one = ours.volumes.find(({ name }) => name === theirs.Name);
        expect(theirs).toMatchObject({
          Links: String(one?.links),
          Size: humanSize(one?.sizeBytes ?? Number.NaN),
        });
      }
      expect(docker.buildCache).toHaveLength(ours.buildCache.length);
      for (const theirs of docker.buildCache) {
        const one = ours.buildCache.find(({ id }) => id.startsWith((theirs.ID ?? '').replace('*', '')));
        expect(theirs).toMatchObject({
          CacheType: one?.type,
          InUse: String(one?.inUse),
          Shared: String(one?.shared),
          UsageCount: String(one?.usageCount),
          Size: humanSize(one?.sizeBytes ?? Number.NaN, 3),
        });
      }
    });

    it('tells what each object costs, and who uses it', async () => {
      const { images, containers, volumes, buildCache } = await measure();
      const volume = (name: string) => volumes.find((one) => one.name === named(name));
      expect(volume('used')).toMatchObject({ links: 1, anonymous: false });
      expect(volume('used')?.sizeBytes).toBeGreaterThanOrEqual(20 * 1024);
      expect(volume('free')).toMatchObject({ links: 0, sizeBytes: 0 });
      const container = (name: string) => containers.find((one) => one.name === named(name));
      expect(container('writes')?.writtenBytes).toBeGreaterThanOrEqual(100 * 1024);
      expect(container('writes')).toMatchObject({ state: 'running', localVolumes: 1, trashed: false });
      expect(container('ended')?.writtenBytes).toBeGreaterThanOrEqual(50 * 1024);
      if (kind === 'podman') return;
      const image = (name: string) => images.find(({ tags }) => tags.includes(`${named(name)}:1`));
      expect(image('above')).toMatchObject({ uniqueBytes: 500 * 1024, containers: 1 });
      expect(image('beside')).toMatchObject({ uniqueBytes: 700 * 1024, containers: 0 });
      // All of it is in the layers of the two above it.
      expect(image('below')).toMatchObject({ uniqueBytes: 0, containers: 0 });
      expect(buildCache.length).toBeGreaterThan(0);
      expect(buildCache.some(({ parents }) => parents.length > 0)).toBe(true);
    });

    it('marks what is protected', async () => {
      await ok(bench.client.call('disk.protect', { kind: 'volume', id: named('free') }));
      const { volumes } = await measure();
      expect(volumes.filter((one) => one.protected).map(({ name }) => name)).toEqual([named('free')]);
      await ok(bench.client.call('disk.unprotect', { kind: 'volume', id: named('free') }));
      const again = await ok(bench.client.call('disk.details', { maxAgeSeconds: 3600 }));
      expect(again.volumes.filter((one) => one.protected)).toEqual([]);
    });

    it('refuses to mark build cache, and an age that is none', async () => {
      const wrong: never = { kind: 'build-cache', id: 'x' } as never;
      expect(await refused(bench.client.call('disk.protect', wrong))).toMatchObject({
        code: 'invalid-input',
      });
      expect(await refused(bench.client.call('disk.usage', { maxAgeSeconds: -1 }))).toMatchObject({
        code: 'invalid-input',
      });
    });
  },
);
