import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startFaultProxy } from '../engine-lab/fault-proxy.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { connectEngine } from '../engine-lab/shared-engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { expectEqualToDocker } from '../rig/compare.ts';
import { dockerNames } from '../rig/docker-view.ts';
import { type OpenApp, ok, openApp, refused, temporaryFolder } from '../rig/open-app.ts';
import { promised } from '../rig/promised.ts';
import { removeAll } from '../rig/remove-all.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';
import { Watching } from '../rig/watching.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const prefix = 'it-switch-';

describeOnEngine('main', 'switching engines', () => {
  let first: LabEngine;
  let second: LabEngine;
  let guard: ReturnType<typeof leakGuard>;
  let home: Awaited<ReturnType<typeof temporaryFolder>>;
  const open: OpenApp[] = [];

  beforeAll(async () => {
    [first, second] = await Promise.all([connectEngine('main'), connectEngine('newest')]);
    await Promise.all([removeAll(first, prefix), removeAll(second, prefix)]);
    guard = leakGuard({ engines: [first, second] });
    await guard.before();
    home = await temporaryFolder();
    await first.dockerOk(['create', '--name', `${prefix}on-first`, 'lab/busybox:1']);
    await first.dockerOk(['volume', 'create', `${prefix}on-first`]);
    await second.dockerOk(['create', '--name', `${prefix}on-second`, 'lab/busybox:1']);
  });
  afterEach(async () => {
    for (const slipway of open.splice(0)) await slipway.close();
  });
  afterAll(async () => {
    await home.remove();
    await Promise.all([removeAll(first, prefix), removeAll(second, prefix)]);
    await guard.after();
  });

  const start = async (engine?: string): Promise<OpenApp> => {
    const slipway = await openApp({ home: home.path, ...(engine === undefined ? {} : { engine }) });
    open.push(slipway);
    return slipway;
  };
  const idOf = (watching: Watching): string | undefined => {
    const { state } = watching;
    return state?.status === 'ready' ? state.engine.id : undefined;
  };

  it('shows the other engine, and no row of the one before', async () => {
    const { client } = await start(first.host);
    const watching = new Watching(client);
    await watching.untilFresh();
    const before = idOf(watching);
    expect(watching.named('container', `${prefix}on-first`)).toBeDefined();
    const from = watching.items.length;

    const state = await ok(client.call('engine.use', { endpoint: second.host }));
    expect(state.endpoint?.address).toBe(second.host);
    const after = await waitFor('the other engine', () => {
      const id = idOf(watching);
      return id !== before && id;
    });
    await eventually('rows of the other engine', () =>
      expect([...watching.engineIds.values()]).toEqual([after, after, after, after]),
    );
    expect(watching.named('container', `${prefix}on-first`)).toBeUndefined();
    expect(watching.named('volume', `${prefix}on-first`)).toBeUndefined();
    await expectEqualToDocker(second, () => watching.rows('container'));
    // Acting on the engine that was left changes nothing on screen.
    await first.dockerOk(['rename', `${prefix}on-first`, `${prefix}renamed`]);
    await second.dockerOk(['create', '--name', `${prefix}later`, 'lab/busybox:1']);
    await waitFor('the change on the other one', () => watching.named('container', `${prefix}later`));
    const names = watching.items.slice(from).flatMap((item) => {
      if (item.kind !== 'container' || item.type === 'freshness') return [];
      return (item.type === 'snapshot' ? item.rows : item.upsert).map((row) => row.name);
    });
    expect(names).not.toContain(`${prefix}on-first`);
    expect(names).not.toContain(`${prefix}renamed`);
    expect(watching.states.map(({ status }) => status)).not.toContain('reconnecting');
    await first.dockerOk(['rename', `${prefix}renamed`, `${prefix}on-first`]);
    watching.close();
  });

  it('calls go to the engine in use, and it is remembered at the next start', async () => {
    const { client, close } = await start();
    await ok(client.call('engine.use', { endpoint: second.host }));
    expect((await ok(client.call('engine.version', {}))).version).toBe(second.version);
    await ok(client.call('engine.use', { endpoint: first.host }));
    expect((await ok(client.call('engine.version', {}))).version).toBe(first.version);
    const listed = await ok(client.call('containers.list', { all: true, name: prefix }));
    expect(listed.map((row) => row.name)).toEqual([`${prefix}on-first`]);
    await close();
    const next = await start();
    expect((await ok(next.client.call('engine.version', {}))).version).toBe(first.version);
    const endpoints = await ok(next.client.call('engine.endpoints', {}));
    expect(endpoints.filter(({ current }) => current).map(({ address }) => address)).toEqual([first.host]);
  });

  it('switches to and fro in haste, and ends on the last', async () => {
    const { client } = await start(first.host);
    const watching = new Watching(client);
    await watching.until('ready');
    const nowhere = 'unix:///nonexistent/docker.sock';
    for (const hosts of [
      [second.host, first.host, second.host, first.host],
      [nowhere, second.host, nowhere, second.host],
      [second.host, first.host],
    ]) {
      const turns = hosts.map((endpoint) => client.call('engine.use', { endpoint }));
      for (const turn of turns) await ok(turn);
      const last = hosts.at(-1) === first.host ? first : second;
      const [mine, other] = last === first ? ['on-first', 'on-second'] : ['on-second', 'on-first'];
      await eventually('rows of the last', () => {
        expect(watching.state).toMatchObject({ status: 'ready', endpoint: { address: last.host } });
        expect(watching.named('container', `${prefix}${mine}`)).toBeDefined();
        expect(watching.named('container', `${prefix}${other}`)).toBeUndefined();
      });
      await expectEqualToDocker(last, () => watching.rows('container'));
      expect(await ok(client.call('engine.version', {}))).toMatchObject({ version: last.version });
    }
    watching.close();
  });

  it('leaves an engine that never answers at once, whatever was asked of it', async () => {
    const proxy = await startFaultProxy(first.socket);
    await proxy.setMode({ type: 'hang' });
    const { client } = await start(proxy.host);
    const waiting = client.call('containers.list', {});
    await waitFor('the question', () => proxy.connections() > 0);
    const began = performance.now();
    const turns = [second, first].map(({ host }) => client.call('engine.use', { endpoint: host }));
    for (const turn of turns) await ok(turn);
    expect(performance.now() - began).toBeLessThan(promised(2000));
    expect(await refused(waiting)).toMatchObject({ code: 'cancelled' });
    const watching = new Watching(client);
    const state = await watching.until('ready');
    expect(state.endpoint?.address).toBe(first.host);
    await watching.untilFresh();
    await expectEqualToDocker(first, () => watching.rows('container'));
    watching.close();
    await proxy.close();
  });

  it('shows an engine that cannot be reached as that, without rows of the one before', async () => {
    const { client } = await start(first.host);
    const watching = new Watching(client);
    await watching.untilFresh();
    await ok(client.call('engine.use', { endpoint: 'unix:///nonexistent/docker.sock' }));
    const state = await watching.until('unreachable');
    expect(state).toMatchObject({ error: { reason: 'socket-missing' } });
    const error = await refused(client.call('containers.list', {}));
    expect(error).toMatchObject({ code: 'unreachable', reason: 'socket-missing' });
    await ok(client.call('engine.use', { endpoint: first.host }));
    await watching.until('ready');
    await eventually('rows again', () =>
      expect(watching.named('container', `${prefix}on-first`)).toBeDefined(),
    );
    watching.close();
  });

  it('refuses a plan that was made for another engine, and keeps it', async () => {
    const here = await start(first.host);
    const name = `${prefix}plan`;
    await first.dockerOk(['create', '--name', name, 'lab/busybox:1']);
    await second.dockerOk(['create', '--name', name, 'lab/busybox:1']);
    const { id } = await ok(here.client.call('containers.remove', { ids: [name] }));
    const there = await start(second.host);
    expect(await refused(there.client.call('plans.execute', { id }))).toMatchObject({
      code: 'conflict',
      reason: 'plan-other-engine',
    });
    expect(await dockerNames(first)).toContain(name);
    expect(await dockerNames(second)).toContain(name);
    const report = await ok(here.client.call('plans.execute', { id }));
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['removed']);
    expect(await dockerNames(first)).not.toContain(name);
    expect(await dockerNames(second)).toContain(name);
  });

  it('does nothing to an engine that is chosen while a plan of another is executed', async () => {
    const proxy = await startFaultProxy(first.socket);
    const names = [1, 2, 3, 4, 5].map((n) => `${prefix}run-${n}`);
    for (const name of names)
      for (const engine of [first, second])
        await engine.dockerOk(['create', '--name', name, 'lab/busybox:1']);
    const { client } = await start(proxy.host);
    const { id } = await ok(client.call('containers.remove', { ids: names }));
    await proxy.addMode({ type: 'delay', ms: 300 }, /^\/containers\/[0-9a-f]{64}$/);
    const answer = ok(client.call('plans.execute', { id }));
    await eventually('some to be done', async () =>
      expect((await ok(client.call('operations.list', {})))[0]?.done).toBeGreaterThanOrEqual(1),
    );
    await ok(client.call('engine.use', { endpoint: second.host }));
    const { items } = await answer;
    const keys = items.map(({ outcomeKey }) => outcomeKey);
    expect(keys[0]).toBe('removed');
    expect(keys[4]).toBe('not-reached');
    // Only what was under way may be unknown; nothing is looked for where it never was.
    expect(keys.filter((key) => !['removed', 'unknown', 'not-reached'].includes(key))).toEqual([]);
    const left = items.filter(({ outcomeKey }) => outcomeKey === 'not-reached').map(({ name }) => name);
    expect(await dockerNames(first)).toEqual(expect.arrayContaining(left));
    expect(await dockerNames(second)).toEqual(expect.arrayContaining(names));
    for (const engine of [first, second]) await removeAll(engine, `${prefix}run-`);
    await proxy.close();
  });

  it('keeps marks of one engine from another with a container of the same name', async () => {
    const here = await start(first.host);
    const there = await start(second.host);
    const name = `${prefix}marked`;
    for (const engine of [first, second]) await engine.dockerOk(['create', '--name', name, 'lab/busybox:1']);
    await ok(here.client.call('disk.protect', { kind: 'container', id: name }));
    const row = async ({ client }: OpenApp) =>
      (await ok(client.call('containers.list', { all: true, name })))[0]?.protected;
    expect([await row(here), await row(there)]).toEqual([true, false]);
    expect(await ok(there.client.call('disk.protected', {}))).toEqual([]);
    await ok(here.client.call('disk.unprotect', { kind: 'container', id: name }));
  });
});
