import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ContextList } from '../../shared/contract/contexts.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import {
  type ContextRig,
  contextNamed,
  contextsOf,
  openContextRig,
  versionInUse,
} from '../rig/context-store.ts';
import { type OpenApp, ok, refused } from '../rig/open-app.ts';
import { removeAll } from '../rig/remove-all.ts';
import { eventually } from '../rig/wait-for.ts';
import { Watching } from '../rig/watching.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

describeOnEngine('main', 'using docker contexts', () => {
  const guard = leakGuard();
  let rig: ContextRig;

  beforeAll(async () => {
    await guard.before();
    rig = await openContextRig();
  });
  afterAll(async () => {
    await rig.end();
    await guard.after();
  });
  beforeEach(() => rig.before());
  afterEach(() => rig.after());

  it('uses a context for docker and for itself, keeping the rest of config.json', async () => {
    await writeFile(join(rig.config, 'config.json'), '{\n  "credsStore": "x",\n  "odd": [1,  2]\n}\n');
    const slipway = await rig.open({ watch: true });
    const { client } = slipway;
    await ok(client.call('contexts.create', { name: 'first', host: rig.engine.host }));
    await ok(client.call('contexts.create', { name: 'second', host: rig.other.host }));
    const watching = new Watching(client);
    expect(await ok(client.call('contexts.use', { name: 'first' }))).toMatchObject({ warnings: [] });
    expect(await versionInUse(slipway)).toBe(rig.engine.version);
    await watching.untilFresh();
    await ok(client.call('contexts.use', { name: 'second' }));
    expect(await versionInUse(slipway)).toBe(rig.other.version);
    expect(await rig.dockerOk('context', 'show')).toBe('second');
    expect(await rig.dockerOk('version', '-f', '{{.Server.Version}}')).toBe(rig.other.version);
    expect(await readFile(join(rig.config, 'config.json'), 'utf8')).toBe(
      '{\n  "credsStore": "x",\n  "odd": [1,  2],\n  "currentContext": "second"\n}\n',
    );
    expect(await contextsOf(slipway)).toMatchObject({
      current: 'second',
      choice: { source: 'current-context', value: 'second', untilRestart: false },
    });
    expect((await contextNamed(slipway, 'second'))?.inUse).toBe(true);
    expect((await contextNamed(slipway, 'first'))?.inUse).toBe(false);
    await ok(client.call('contexts.use', { name: 'default' }));
    expect(await rig.dockerOk('context', 'show')).toBe('default');
    expect(await refused(client.call('contexts.use', { name: 'nowhere' }))).toMatchObject({
      code: 'not-found',
      reason: 'context-unknown',
    });
    watching.close();
  });

  it('follows the docker CLI and another Slipway, without a restart', async () => {
    await rig.dockerOk('context', 'create', 'first', '--docker', `host=${rig.engine.host}`);
    await rig.dockerOk('context', 'use', 'first');
    const slipway = await rig.open({ watch: true });
    const lists: ContextList[] = [];
    const stream = slipway.client.stream('contexts.watch', {}, { item: (item) => lists.push(item) });
    const watching = new Watching(slipway.client);
    await watching.untilFresh();
    const versionShown = () => (watching.state?.status === 'ready' ? watching.state.engine.version : null);
    expect(versionShown()).toBe(rig.engine.version);
    // A context made by the docker CLI appears by itself, and so does its end.
    await rig.dockerOk('context', 'create', 'second', '--docker', `host=${rig.other.host}`);
    await eventually('second to be listed', () =>
      expect(lists.at(-1)?.contexts.map(({ name }) => name)).toEqual(['default', 'first', 'second']),
    );
    expect(versionShown()).toBe(rig.engine.version);
    await rig.dockerOk('context', 'use', 'second');
    await eventually('Slipway to be on second', () => expect(versionShown()).toBe(rig.other.version));
    await eventually('it to be told', () => expect(lists.at(-1)?.choice?.value).toBe('second'));
    // The command line of Slipway is a process of its own.
    const cli = await rig.open();
    await ok(cli.client.call('contexts.use', { name: 'first' }));
    await eventually('Slipway to be on first', () => expect(versionShown()).toBe(rig.engine.version));
    // The one in use is changed under it.
    await rig.dockerOk('context', 'update', 'first', '--docker', `host=${rig.other.host}`);
    await eventually('Slipway to be where first leads', () => expect(versionShown()).toBe(rig.other.version));
    await rig.dockerOk('context', 'use', 'default');
    await rig.dockerOk('context', 'rm', 'second');
    await eventually('second to be gone', () =>
      expect(lists.at(-1)?.contexts.map(({ name }) => name)).toEqual(['default', 'first']),
    );
    stream.cancel();
    watching.close();
  });

  it('never shows rows of two engines together, however fast contexts are used', async () => {
    const names = { first: 'it-ctx-on-first', second: 'it-ctx-on-second' };
    await Promise.all([removeAll(rig.engine, 'it-ctx-'), removeAll(rig.other, 'it-ctx-')]);
    await rig.engine.dockerOk(['create', '--name', names.first, 'lab/busybox:1']);
    await rig.other.dockerOk(['create', '--name', names.second, 'lab/busybox:1']);
    await rig.dockerOk('context', 'create', 'first', '--docker', `host=${rig.engine.host}`);
    await rig.dockerOk('context', 'create', 'second', '--docker', `host=${rig.other.host}`);
    const slipway = await rig.open({ watch: true });
    const watching = new Watching(slipway.client, ['container']);
    const mixed: string[][] = [];
    const look = slipway.client.stream(
      'engine.watch',
      { kinds: ['container'] },
      {
        item: () => {
          const seen = watching.rows('container').map(({ name }) => name);
          if (seen.includes(names.first) && seen.includes(names.second)) mixed.push(seen);
        },
      },
    );
    for (let turn = 0; turn < 6; turn += 1) {
      const all = ['first', 'second', turn % 2 === 0 ? 'first' : 'second'].map((name) =>
        ok(slipway.client.call('contexts.use', { name })),
      );
      await Promise.all(all);
      const [shown, hidden] = turn % 2 === 0 ? [names.first, names.second] : [names.second, names.first];
      await eventually('the rows of the last one', () => {
        expect(watching.named('container', shown)).toBeDefined();
        expect(watching.named('container', hidden)).toBeUndefined();
      });
    }
    expect(mixed).toEqual([]);
    look.cancel();
    watching.close();
    await Promise.all([removeAll(rig.engine, 'it-ctx-'), removeAll(rig.other, 'it-ctx-')]);
  });

  it('says where the choice comes from, and what goes before the context that is used', async () => {
    await rig.dockerOk('context', 'create', 'first', '--docker', `host=${rig.engine.host}`);
    await rig.dockerOk('context', 'create', 'second', '--docker', `host=${rig.other.host}`);
    await rig.dockerOk('context', 'use', 'second');
    const sources = async (slipway: OpenApp) => {
      const { claims, choice } = await contextsOf(slipway);
      return [claims.map(({ source, value }) => `${source} ${value}`), choice?.source, choice?.untilRestart];
    };
    expect(await sources(await rig.open())).toEqual([
      ['current-context second', 'default default'],
      'current-context',
      false,
    ]);
    const held = await rig.open({
      env: { DOCKER_HOST: rig.other.host, DOCKER_CONTEXT: 'second' },
      watch: true,
    });
    expect(await sources(held)).toEqual([
      [`docker-host ${rig.other.host}`, 'docker-context second', 'current-context second', 'default default'],
      'docker-host',
      false,
    ]);
    const used = await ok(held.client.call('contexts.use', { name: 'first' }));
    expect(used.warnings).toEqual([
      { kind: 'overridden', by: { source: 'docker-host', value: rig.other.host, context: null } },
    ]);
    // Written, and switched to now; the variable counts again at the next start.
    expect(await rig.dockerOk('context', 'show')).toBe('first');
    expect(await versionInUse(held)).toBe(rig.engine.version);
    expect((await contextsOf(held)).choice).toEqual({
      ...{ source: 'current-context', value: 'first', context: 'first', untilRestart: true },
    });
    const byVariable = await rig.open({ env: { DOCKER_CONTEXT: 'second' } });
    expect((await contextsOf(byVariable)).choice).toMatchObject({
      source: 'docker-context',
      value: 'second',
    });
    const byArgument = await rig.open({ engine: 'second', env: { DOCKER_HOST: rig.engine.host } });
    expect((await contextsOf(byArgument)).choice).toMatchObject({ source: 'argument', context: 'second' });
    expect(await versionInUse(byArgument)).toBe(rig.other.version);
  });

  it('counts what was chosen here before the current context, until a context is used', async () => {
    await rig.dockerOk('context', 'create', 'first', '--docker', `host=${rig.engine.host}`);
    await rig.dockerOk('context', 'use', 'first');
    const slipway = await rig.open();
    await ok(slipway.client.call('engine.use', { endpoint: rig.other.host }));
    expect((await contextsOf(slipway)).choice).toMatchObject({ source: 'chosen', value: rig.other.host });
    await eventually('it to be kept', async () =>
      expect(await readFile(join(rig.home, 'settings.json'), 'utf8')).toContain(rig.other.host),
    );
    const next = await rig.open();
    expect((await contextsOf(next)).choice).toMatchObject({ source: 'chosen', value: rig.other.host });
    expect(await versionInUse(next)).toBe(rig.other.version);
    await ok(next.client.call('contexts.use', { name: 'first' }));
    const third = await rig.open();
    expect((await contextsOf(third)).choice).toMatchObject({ source: 'current-context', value: 'first' });
  });

  it('tries addresses, and says what is wrong and what to do', async () => {
    const { client } = await rig.open();
    const { ca, cert, key } = rig.pair;
    await ok(client.call('contexts.create', { name: 'secure', host: rig.tls.host, tls: { ca, cert, key } }));
    await ok(client.call('contexts.create', { name: 'lost', host: rig.tls.host, tls: { ca, cert, key } }));
    expect(await ok(client.call('contexts.test', { host: rig.engine.host }))).toMatchObject({
      status: 'usable',
      version: rig.engine.version,
      kind: 'docker',
    });
    expect(await ok(client.call('contexts.test', { name: 'secure' }))).toMatchObject({ status: 'usable' });
    expect(await ok(client.call('contexts.test', { name: 'secure', tls: { ca } }))).toMatchObject({
      status: 'usable',
    });
    const reasonOf = async (input: Parameters<typeof client.call<'contexts.test'>>[1]) => {
      const verdict = await ok(client.call('contexts.test', input));
      if (verdict.status === 'usable') return 'usable';
      expect(verdict.error.hint?.text, verdict.error.reason).toBeTruthy();
      return verdict.error.reason;
    };
    expect(await reasonOf({ host: rig.tls.host, tls: { ca: rig.certificates.stranger.ca, cert, key } })).toBe(
      'tls-untrusted',
    );
    expect(await reasonOf({ name: 'secure', tls: { ca: rig.certificates.stranger.ca } })).toBe(
      'tls-untrusted',
    );
    expect(await reasonOf({ host: 'tcp://127.0.0.1:1' })).toBe('connection-refused');
    expect(await reasonOf({ host: 'unix:///nowhere.sock' })).toBe('socket-missing');
    expect(await reasonOf({ host: 'ssh://nobody@127.0.0.1:1' })).toBe('ssh-failed');
    // A fault: files of a context are missing.
    const [row] = (await ok(client.call('contexts.list', {}))).contexts.filter(({ name }) => name === 'lost');
    const stored = row?.tlsFiles.find(({ name }) => name === 'key')?.path ?? '';
    await rm(stored);
    const verdict = await ok(client.call('contexts.test', { name: 'lost' }));
    expect(verdict).toMatchObject({
      status: 'unusable',
      error: { code: 'unauthorized', reason: 'tls-file', params: { path: stored } },
    });
  });
});
