import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import type { Plan, PlanReport } from '../../shared/contract/plans.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { labSupport } from '../engine-lab/support.ts';
import type { EngineKind, LabEngine } from '../engine-lab/types.ts';
import { type OpenApp, ok, openApp } from '../rig/open-app.ts';
import { type Remains, remainsOf, startTwins, type Twins } from '../rig/twins.ts';
import { eventually } from '../rig/wait-for.ts';

type Rules = InputOf<'disk.plan'>;

/** What the test needs is there whatever is pruned: it carries this label, or is used. */
const base = 'lab/busybox:1';
const filters = (from: Record<string, string[]>): Record<string, string> => ({
  filters: JSON.stringify(from),
});

describe('a prune of ours beside the engine’s own', () => {
  const guard = leakGuard();
  beforeAll(() => guard.before());
  afterAll(() => guard.after());
  for (const kind of ['oldest', 'main', 'newest'] as const) {
    const support = labSupport(kind);
    describe.concurrent(`[${kind}]`, () => {
      if (support.ok) describe.sequential('', () => onTwins(kind));
      else it('needs an engine', (context) => context.skip(support.reason));
    });
  }
});

function onTwins(kind: EngineKind): void {
  let twins: Twins;
  let slipway: OpenApp;
  beforeAll(async () => {
    twins = await startTwins(kind);
    slipway = await openApp({ engine: twins.ours.host });
  }, 180_000);
  afterAll(async () => {
    await slipway?.close();
    await twins?.stop();
  }, 60_000);

  const plan = (rules: Rules): Promise<Plan> => ok(slipway.client.call('disk.plan', rules));
  /** Ours: everything listed must be done. */
  const prune = async (rules: Rules): Promise<PlanReport> => {
    const report = await ok(slipway.client.call('plans.execute', { id: (await plan(rules)).id }));
    expect(report.items.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
    return report;
  };
  const same = async (what: readonly (keyof Remains)[]): Promise<Remains> => {
    const [ours, theirs] = await Promise.all([remainsOf(twins.ours), remainsOf(twins.theirs)]);
    for (const one of what) expect(ours[one], one).toEqual(theirs[one]);
    return ours;
  };
  /** A time between what was made before and what is made after: engines tell whole seconds. */
  const between = async (): Promise<string> => {
    const second = Math.floor(Date.now() / 1000) + 1;
    await eventually('the second after', () => {
      if (Date.now() / 1000 < second + 1) throw new Error('not yet');
    });
    return String(second);
  };
  const volumeLabels = ['--label', 'stage=old'];

  it('containers: by state, label, label! and age', async () => {
    await twins.both('create', '--name', 'c-plain', base);
    await twins.both('create', '--name', 'c-stage', '--label', 'stage=test', base);
    await twins.both('create', '--name', 'c-keep', '--label', 'stage=test', '--label', 'keep', base);
    await twins.both('run', '--name', 'c-exited', base, 'true');
    await twins.both('run', '-d', '--name', 'c-runs', 'lab/counter:1');
    await twins.both('run', '-d', '--name', 'c-paused', 'lab/counter:1');
    await twins.both('pause', 'c-paused');
    await prune({ kinds: ['containers'], label: ['stage=test'], labelNot: ['keep'] });
    await twins.prune('/containers/prune', filters({ label: ['stage=test'], 'label!': ['keep'] }));
    expect((await same(['containers'])).containers).toEqual([
      '/c-exited',
      '/c-keep',
      '/c-paused',
      '/c-plain',
      '/c-runs',
    ]);
    const until = await between();
    await twins.both('create', '--name', 'c-young', base);
    await prune({ kinds: ['containers'], until });
    await twins.prune('/containers/prune', filters({ until: [until] }));
    expect((await same(['containers'])).containers).toEqual(['/c-paused', '/c-runs', '/c-young']);
    await prune({ kinds: ['containers'] });
    await twins.prune('/containers/prune');
    expect((await same(['containers'])).containers).toEqual(['/c-paused', '/c-runs']);
    await twins.both('rm', '-f', 'c-paused', 'c-runs');
  });

  it('networks: by use, label, label! and age', async () => {
    await twins.both('network', 'create', 'n-plain');
    await twins.both('network', 'create', '--label', 'a=1', 'n-a');
    await twins.both('network', 'create', '--label', 'a=1', '--label', 'keep', 'n-keep');
    await twins.both('network', 'create', '--config-only', '--subnet', '10.77.0.0/24', 'n-config');
    await twins.both('network', 'create', 'n-used');
    await twins.both('run', '-d', '--name', 'n-user', '--network', 'n-used', 'lab/counter:1');
    await prune({ kinds: ['networks'], label: ['a'], labelNot: ['keep'] });
    await twins.prune('/networks/prune', filters({ label: ['a'], 'label!': ['keep'] }));
    await same(['networks']);
    const until = await between();
    await twins.both('network', 'create', 'n-young');
    await prune({ kinds: ['networks'], until });
    await twins.prune('/networks/prune', filters({ until: [until] }));
    const left = ['bridge', 'host', 'n-config', 'n-used', 'n-young', 'none'];
    expect((await same(['networks'])).networks).toEqual(left);
    await prune({ kinds: ['networks'] });
    await twins.prune('/networks/prune');
    expect((await same(['networks'])).networks).toEqual(left.filter((name) => name !== 'n-young'));
    await twins.both('rm', '-f', 'n-user');
    await twins.both('network', 'rm', 'n-used', 'n-config');
  });

  it('networks that stopped containers need stay, which the engine’s own prune does not heed', async () => {
    await twins.both('network', 'create', 'n-needed');
    await twins.both('create', '--name', 'n-created', '--network', 'n-needed', base);
    await twins.both('run', '--name', 'n-stopped', '--network', 'n-needed', base, 'true');
    const made = await plan({ kinds: ['networks'] });
    expect(made.items).toEqual([]);
    expect(made.warnings).toEqual([{ kind: 'networks-needed', names: ['n-needed'] }]);
    await twins.prune('/networks/prune');
    expect((await remainsOf(twins.theirs)).networks).not.toContain('n-needed');
    expect((await twins.theirs.docker(['start', '-a', 'n-stopped'])).code).not.toBe(0);
    expect((await twins.ours.docker(['start', '-a', 'n-stopped'])).code).toBe(0);
    await eventually('it ended again', async () => {
      const state = await twins.ours.dockerOk(['inspect', '-f', '{{.State.Status}}', 'n-stopped']);
      if (state !== 'exited') throw new Error(state);
    });
    // With their containers they go.
    const all = await prune({ kinds: ['containers', 'networks'] });
    expect(all.items.map(({ name, reasonKey }) => `${name} ${reasonKey}`).sort()).toEqual([
      'n-created container-never-started',
      'n-needed used-by-listed',
      'n-stopped container-stopped',
    ]);
    await twins.prune('/containers/prune');
    await twins.prune('/networks/prune');
    await same(['containers', 'networks']);
  });

  it('volumes: anonymous or all, by use, label and label!; those with options and drivers stay', async () => {
    await twins.both('volume', 'create', 'v-plain');
    await twins.both('volume', 'create', ...volumeLabels, 'v-old');
    await twins.both('volume', 'create', ...volumeLabels, '--label', 'keep', 'v-keep');
    await twins.both('volume', 'create', '-o', 'type=tmpfs', '-o', 'device=tmpfs', 'v-options');
    await twins.both('create', '--name', 'v-user', '-v', 'v-used:/data', 'lab/volume:1');
    await twins.both('run', '--rm', '-v', '/extra', '--name', 'v-gone', base, 'true');
    await twins.both('create', '--name', 'v-left', 'lab/volume:1');
    await twins.both('rm', 'v-left');
    if (kind === 'oldest') {
      // Before API 1.42 the engine takes named ones, too; here they are taken only where all are asked for.
      const made = await plan({ kinds: ['volumes'] });
      expect(made.items.map(({ reasonKey }) => reasonKey)).toEqual(['volume-anonymous']);
    } else {
      await prune({ kinds: ['volumes'] });
      await twins.prune('/volumes/prune');
      expect((await same(['volumes'])).volumes).toContain('v-plain');
    }
    const all: Record<string, string[]> = kind === 'oldest' ? {} : { all: ['true'] };
    await prune({ kinds: ['volumes'], volumes: 'all', label: ['stage=old'], labelNot: ['keep'] });
    await twins.prune('/volumes/prune', filters({ ...all, label: ['stage=old'], 'label!': ['keep'] }));
    await same(['volumes']);
    await prune({ kinds: ['volumes'], volumes: 'all' });
    await twins.prune('/volumes/prune', filters(all));
    expect((await same(['volumes'])).volumes).toEqual(['v-options', 'v-used']);
    // An age is refused by the engine; here volumes are left out, and it is said.
    const aged = await plan({ kinds: ['volumes'], volumes: 'all', until: '1s' });
    expect([aged.items, aged.warnings]).toEqual([[], [{ kind: 'volumes-without-age', names: [] }]]);
    await twins.both('rm', 'v-user');
    await twins.both('volume', 'rm', 'v-options', 'v-used');
  });

  it('two labels that must not be there: one is enough to stay, where the engine wants both', async () => {
    await twins.both('create', '--name', 'l-one', '--label', 'a', base);
    await twins.both('create', '--name', 'l-both', '--label', 'a', '--label', 'b', base);
    const made = await plan({ kinds: ['containers'], labelNot: ['a', 'b'] });
    expect(made.items).toEqual([]);
    await twins.prune('/containers/prune', filters({ 'label!': ['a', 'b'] }));
    expect((await remainsOf(twins.theirs)).containers).toEqual(['/l-both']);
    await twins.ours.dockerOk(['rm', 'l-one', 'l-both']);
    await twins.theirs.dockerOk(['rm', 'l-both']);
  });

  it('dangling images: by use, label, label! and age', async () => {
    const classic = (text: string) => twins.build(`FROM ${base}\n${text}`, { buildkit: false });
    await classic('LABEL n=1\nLABEL stage=test');
    await classic('LABEL n=2\nLABEL stage=test\nLABEL keep=');
    await classic('LABEL n=3\nRUN echo three > /three');
    await twins.build(`FROM ${base}\nLABEL n=4\n`, { tag: 'd-used:1', buildkit: false });
    await twins.both('create', '--name', 'd-user', 'd-used:1');
    // Its tag moves on: the container has a dangling image.
    await twins.build(`FROM ${base}\nLABEL n=5\n`, { tag: 'd-used:1', buildkit: false });
    await prune({ kinds: ['images'], label: ['stage=test'], labelNot: ['keep'] });
    await twins.prune('/images/prune', filters({ label: ['stage=test'], 'label!': ['keep'] }));
    await same(['images']);
    const until = await between();
    await classic('LABEL n=6');
    await prune({ kinds: ['images'], until });
    await twins.prune('/images/prune', filters({ until: [until] }));
    await same(['images']);
    const report = await prune({ kinds: ['images'] });
    expect(report.freedBytes).not.toBeNull();
    await twins.prune('/images/prune');
    const { images } = await same(['images']);
    expect(images.filter((one) => one.startsWith(' '))).toHaveLength(1);
    await twins.both('rm', 'd-user');
  });

  it('build cache: unused, by age, with a size to keep, and all', async () => {
    const steps = (name: string, ...sizes: number[]): string =>
      `FROM ${base}\n${sizes.map((size, n) => `RUN head -c ${size} /dev/urandom > /${name}-${n}`).join('\n')}\n`;
    const alone = async (name: string, ...sizes: number[]): Promise<void> => {
      await twins.build(steps(name, ...sizes), { tag: `b-${name}:1` });
      await twins.both('image', 'rm', `b-${name}:1`);
    };
    await twins.prune('/build/prune', { all: '1' });
    await prune({ kinds: ['build-cache'], buildCache: 'all' });
    await same(['cache']);
    await alone('one', 100_000, 50_000);
    const until = await between();
    await alone('two', 200_000, 80_000, 10_000);
    await twins.build(steps('held', 30_000), { tag: 'b-held:1' });
    await prune({ kinds: ['build-cache'], until });
    // The engine wants to know for how long it is unused.
    const unusedFor = `${Date.now() - Number(until) * 1000}ms`;
    await twins.prune('/build/prune', filters({ until: [unusedFor] }));
    expect((await same(['cache'])).cache.join()).not.toContain('/one-0');
    const keep = 250_000;
    // Of what one build used last, each engine has its own order to the microsecond: steps are compared, not sources.
    const stepsOf = async (engine: LabEngine): Promise<string[]> =>
      (await remainsOf(engine)).cache.filter((one) => one.startsWith('regular'));
    const before = (await stepsOf(twins.ours)).length;
    await prune({ kinds: ['build-cache'], keepStorage: keep });
    await twins.prune('/build/prune', { 'keep-storage': String(keep), 'reserved-space': String(keep) });
    const kept = await stepsOf(twins.ours);
    expect(kept).toEqual(await stepsOf(twins.theirs));
    expect(kept.length).toBeLessThan(before);
    expect(kept.length).toBeGreaterThan(0);
    const report = await prune({ kinds: ['build-cache'] });
    expect(report.freedBytes).toBeGreaterThan(0);
    await twins.prune('/build/prune');
    expect((await same(['cache'])).cache.join()).toContain('/held-0');
    await prune({ kinds: ['build-cache'], buildCache: 'all' });
    await twins.prune('/build/prune', { all: '1' });
    expect((await same(['cache'])).cache).toEqual([]);
  });

  it('all unused images: by use, label and age; what is in use keeps every tag', async () => {
    await twins.both('create', '--name', 'i-base', base);
    await twins.both('tag', 'lab/web:1', 'i-two:a');
    await twins.both('tag', 'lab/web:1', 'i-two:b');
    await twins.build(`FROM ${base}\nLABEL stage=test\n`, { tag: 'i-stage:1', buildkit: false });
    await twins.build(`FROM ${base}\nLABEL parent=1\n`, { tag: 'i-parent:1', buildkit: false });
    await twins.build('FROM i-parent:1\nLABEL child=1\n', { tag: 'i-child:1', buildkit: false });
    await prune({ kinds: ['images'], images: 'all', label: ['stage'] });
    await twins.prune('/images/prune', filters({ dangling: ['false'], label: ['stage'] }));
    expect((await same(['images'])).images.join()).not.toContain('i-stage');
    // The engine takes all tags but one off an image in use, even the one its container was made by.
    await twins.both('tag', 'lab/counter:1', 'i-used:a');
    await twins.both('tag', 'lab/counter:1', 'i-used:z');
    await twins.both('create', '--name', 'i-user', 'lab/counter:1');
    const report = await prune({ kinds: ['images'], images: 'all' });
    expect(report.freedBytes).toBeGreaterThan(0);
    await twins.prune('/images/prune', filters({ dangling: ['false'] }));
    const [ours, theirs] = await Promise.all([remainsOf(twins.ours), remainsOf(twins.theirs)]);
    const tags = (remains: Remains): string[] => remains.images.map((one) => one.split(' ')[0] ?? '');
    expect(tags(ours)).toEqual(['i-used:a,i-used:z,lab/counter:1', base]);
    expect(tags(theirs)).toHaveLength(2);
    expect(tags(theirs).join()).not.toBe(tags(ours).join());
    await twins.both('rm', 'i-base', 'i-user');
  });

  it('build cache that an image had which went a moment before is left for the next plan', async () => {
    await twins.both('create', '--name', 's-base', base);
    await twins.build(`FROM ${base}\nRUN echo step > /s-step\n`, { tag: 's-next:1' });
    const report = await prune({ kinds: ['images', 'build-cache'], images: 'all' });
    expect(report.items.map(({ name }) => name)).toContain('s-next:1');
    await twins.prune('/images/prune', filters({ dangling: ['false'] }));
    await twins.prune('/build/prune');
    expect((await remainsOf(twins.theirs)).cache.join()).not.toContain('s-step');
    expect((await remainsOf(twins.ours)).cache.join()).toContain('s-step');
    await prune({ kinds: ['build-cache'] });
    await same(['cache']);
    await twins.both('rm', 's-base');
  });
}
