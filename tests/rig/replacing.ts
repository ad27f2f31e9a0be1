import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { InputOf } from '../../shared/contract/index.ts';
import type { Plan, PlanReport, PlanStep } from '../../shared/contract/plans.ts';
import { startEngine } from '../engine-lab/engine.ts';
import type { FaultProxy } from '../engine-lab/fault-proxy.ts';
import type { EngineKind, LabEngine } from '../engine-lab/types.ts';
import type { FaultRig } from './fault.ts';
import { type OpenApp, ok, openApp } from './open-app.ts';
import { eventually, waitFor } from './wait-for.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Short enough for tests. */
export const timing = { stepMs: 5000, putBackMs: 20_000, lookEveryMs: 50 };

/** What must be the same again, as the docker CLI tells it. */
interface Original {
  id: string;
  name: string;
  status: string;
  restart: string;
  networks: Record<string, { aliases: string[]; address: string }>;
  containers: string[];
  volumes: string[];
}

/** A container with what is to survive, and what else is on its engine. */
export async function look(engine: LabEngine, id: string): Promise<Original> {
  const [one] = JSON.parse(await engine.dockerOk(['container', 'inspect', id]));
  const lines = async (...args: string[]): Promise<string[]> =>
    (await engine.dockerOk(args))
      .split('\n')
      .filter((line) => line !== '')
      .sort();
  const networks: Record<string, { Aliases: string[] | null; IPAMConfig: { IPv4Address?: string } | null }> =
    one.NetworkSettings.Networks;
  return {
    id: one.Id,
    name: one.Name.replace('/', ''),
    status: one.State.Status,
    restart: `${one.HostConfig.RestartPolicy.Name}:${one.HostConfig.RestartPolicy.MaximumRetryCount}`,
    networks: Object.fromEntries(
      Object.entries(networks).map(([name, { Aliases, IPAMConfig }]) => [
        name,
        { aliases: [...(Aliases ?? [])].sort(), address: IPAMConfig?.IPv4Address ?? '' },
      ]),
    ),
    containers: await lines('ps', '-a', '--format', '{{.Names}}'),
    volumes: await lines('volume', 'ls', '-q'),
  };
}

/** A container with everything that must survive; the only one on its engine. */
export async function runOriginal(engine: LabEngine, restart: string): Promise<Original> {
  const id = await engine.dockerOk([
    ...['run', '-d', '--name', 'shop', '--restart', restart, '-p', '18300:80'],
    ...[
      '--network',
      'one',
      '--ip',
      '172.32.5.7',
      '--network-alias',
      'store',
      '-v',
      'kept:/kept',
      '-v',
      '/own',
    ],
    ...['lab/web:1'],
  ]);
  await engine.dockerOk(['network', 'connect', '--alias', 'second', 'two', 'shop']);
  return look(engine, id);
}

/** Removes every container and volume of an engine. */
export async function clear(engine: LabEngine): Promise<void> {
  if (engine.pid === 0) await engine.restart();
  const ids = (await engine.dockerOk(['ps', '-aq'])).split('\n').filter((id) => id !== '');
  if (ids.length > 0) await engine.dockerOk(['rm', '-f', '-v', ...ids]);
  const volumes = (await engine.dockerOk(['volume', 'ls', '-q'])).split('\n').filter((id) => id !== '');
  if (volumes.length > 0) await engine.dockerOk(['volume', 'rm', ...volumes]);
}

/** An engine of its own with two networks. */
export async function prepare(kind: EngineKind): Promise<LabEngine> {
  const engine = await startEngine(kind, { images: true });
  await engine.dockerOk(['network', 'create', '--subnet', '172.32.5.0/24', 'one']);
  await engine.dockerOk(['network', 'create', 'two']);
  return engine;
}

/** Where a replacement may be cut off: what is asked of the engine there, by path. */
export const steps: readonly (readonly [step: string, path: (oldId: string) => RegExp])[] = [
  ['creating the replacement', () => /^\/containers\/create$/],
  ['stopping the original', (id) => new RegExp(`^/containers/${id}/stop$`)],
  ['taking the restart policy off', (id) => new RegExp(`^/containers/${id}/update$`)],
  ['starting the replacement', (id) => new RegExp(`^/containers/(?!${id})\\w+/start$`)],
  ['waiting for the replacement', (id) => new RegExp(`^/containers/(?!${id}|shop)[0-9a-f]{64}/json$`)],
  ['renaming the original', (id) => new RegExp(`^/containers/${id}/rename$`)],
  ['renaming the replacement', (id) => new RegExp(`^/containers/(?!${id})\\w+/rename$`)],
];

const change: InputOf<'containers.replace'> = {
  id: 'shop',
  env: ['A=1'],
  mounts: [
    { type: 'volume', source: 'kept', target: '/kept' },
    { type: 'volume', target: '/new' },
  ],
  waitSeconds: 1,
};

/** Resolves when something that matches was asked of the engine. */
export const asked = (proxy: FaultProxy, path: RegExp): Promise<true> =>
  waitFor(
    `${path} to be asked`,
    () => [...proxy.stats.requests.keys()].some((key) => path.test(key.replace(/^\w+ /, ''))) || null,
    30_000,
  ) as Promise<true>;

/** Plans, and executes with the fault in place. */
export async function replaceWith(
  rig: FaultRig,
  proxy: FaultProxy,
  more: Partial<typeof timing> = {},
): Promise<{
  slipway: OpenApp;
  plan: Plan;
  execute(): Promise<PlanReport>;
  home: string;
  /** Resolves when the plan has come to a step. */
  begun(step: PlanStep): Promise<unknown>;
  replacements(): Promise<{ status: string; container: string }[]>;
}> {
  const watching = await rig.openFresh(proxy.host, { replacing: { ...timing, ...more } });
  const { client, home } = watching.slipway;
  const plan = await ok(client.call('containers.replace', change));
  proxy.stats.reset();
  const seen: PlanStep[] = [];
  client.stream(
    'plans.progress',
    { id: plan.id },
    { item: ({ step }) => void seen.push(step), done: () => undefined },
  );
  return {
    slipway: watching.slipway,
    plan,
    home,
    begun: (step) => waitFor(step, () => seen.includes(step), 30_000),
    execute: () => ok(client.call('plans.execute', { id: plan.id })),
    replacements: () => ok(client.call('containers.replacements', {})),
  };
}

/** What is written down of replacements under way. */
export const journalOf = (home: string): Promise<string[]> => readdir(join(home, 'replacements'));

/**
 * The original is as it was, by the docker CLI, and nothing else is there.
 * @param strayVolumes an engine that is killed within a creation may leave a volume that it made for no container:
 *   nobody can tell whose it is, so nobody removes it
 */
export async function expectBack(engine: LabEngine, before: Original, strayVolumes = false): Promise<void> {
  await eventually(
    'the original to be as it was',
    async () => {
      const found = await look(engine, before.id);
      const volumes = found.volumes.filter((name) => !strayVolumes || before.volumes.includes(name));
      const now = { ...found, volumes };
      if (!isDeepStrictEqual(now, before))
        throw new Error(`${JSON.stringify(now)}\n  was ${JSON.stringify(before)}`);
    },
    20_000,
  );
}

/** Executes a plan in a process of its own, which is killed when it asks for what matches. */
export async function killedAt(proxy: FaultProxy, home: string, path: RegExp): Promise<void> {
  const planner = await openApp({ engine: proxy.host, home });
  const plan = await ok(planner.client.call('containers.replace', change));
  await planner.close();
  proxy.stats.reset();
  await proxy.setMode({ type: 'hang' }, path);
  const args = ['call', '--engine', proxy.host, 'plans.execute', JSON.stringify({ id: plan.id })];
  const child = spawn(process.execPath, ['--import', 'tsx', 'electron/cli/main.ts', ...args], {
    cwd: root,
    env: { ...process.env, SLIPWAY_HOME: home },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await asked(proxy, path);
  child.kill('SIGKILL');
  await ended;
}
