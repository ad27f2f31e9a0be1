import { expect, it } from 'vitest';
import type { ApiError } from '../../shared/contract/errors.ts';
import { startFaultProxy } from '../engine-lab/fault-proxy.ts';
import { dockerInspect } from '../rig/docker-view.ts';
import { ok, openApp, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { waitFor } from '../rig/wait-for.ts';

const prefix = 'it-err-';
type Verb = 'start' | 'stop' | 'restart' | 'pause' | 'unpause' | 'kill' | 'inspect';

onEachEngine('what actions refuse', { prefix }, (bench) => {
  const fail = (verb: Verb, id: string): Promise<ApiError> =>
    refused<unknown>(bench.client.call(`containers.${verb}`, { id }));
  const rename = (id: string, name: string): Promise<ApiError> =>
    refused(bench.client.call('containers.rename', { id, name }));
  const create = async (name: string, ...flags: string[]): Promise<string> => {
    await bench.docker('create', '--name', `${prefix}${name}`, ...flags, 'lab/counter:1');
    return `${prefix}${name}`;
  };
  const run = async (name: string, ...flags: string[]): Promise<string> => {
    await bench.docker('run', '-d', '--name', `${prefix}${name}`, ...flags, 'lab/counter:1');
    return `${prefix}${name}`;
  };
  const stateOf = async (name: string): Promise<string> =>
    (await dockerInspect(bench.engine, name)).State.Status;

  it('an id nobody has', async () => {
    for (const verb of ['start', 'stop', 'restart', 'pause', 'unpause', 'kill', 'inspect'] as const) {
      const error = await fail(verb, `${prefix}nobody`);
      expect(error, verb).toMatchObject({
        code: 'not-found',
        reason: 'object-unknown',
        params: { kind: 'container', id: `${prefix}nobody` },
        status: 404,
      });
      expect(error.hint?.text).toBeTruthy();
    }
    expect(await rename(`${prefix}nobody`, `${prefix}somebody`)).toMatchObject({ reason: 'object-unknown' });
  });

  it('the start of an id that two have', async () => {
    const first = new Set<string>();
    let shared: string | undefined;
    // Of 17 ids two begin with the same digit; five digits would need a million containers.
    for (let n = 0; n < 17 && shared === undefined; n += 1) {
      const { Id } = await dockerInspect(bench.engine, await create(`twin-${n}`));
      if (first.has(Id.charAt(0))) shared = Id.charAt(0);
      first.add(Id.charAt(0));
    }
    const error = await fail('start', shared ?? '');
    expect(error).toMatchObject({
      code: 'invalid-input',
      reason: 'id-ambiguous',
      params: { kind: 'container', id: shared },
    });
  });

  it('a name that another has', async () => {
    const holder = await run('holder');
    const other = await create('other');
    const { Id } = await dockerInspect(bench.engine, holder);
    const error = await rename(other, holder);
    expect(error).toMatchObject({ code: 'conflict', reason: 'name-taken', params: { name: holder } });
    expect(error.params?.by).toContain(Id.slice(0, 12));
    expect(error.params?.by).toContain('running');
    expect(error.engine).toBeTruthy();
    expect((await dockerInspect(bench.engine, other)).Name).toBe(`/${other}`);
  });

  it('a port that another container has', async () => {
    const holder = await run('port', '-p', '28080:80');
    const other = await create('port-too', '-p', '28080:80');
    expect(await fail('start', other)).toMatchObject({
      code: 'conflict',
      reason: 'port-taken',
      params: { port: '28080', by: `container ${holder}` },
    });
    expect(await stateOf(other)).not.toBe('running');
  });

  it('a port that a program outside the engine has', async () => {
    const command = ['lab/busybox:1', 'httpd', '-f', '-p', '28099', '-h', '/'];
    await bench.docker('run', '-d', '--name', `${prefix}host`, '--network', 'host', ...command);
    await waitFor('the listener', async () => {
      const { stdout } = await bench.engine.docker(['exec', `${prefix}host`, 'netstat', '-ltn']);
      return stdout.includes(':28099');
    });
    const other = await create('port-host', '-p', '28099:80');
    expect(await fail('start', other)).toMatchObject({
      code: 'conflict',
      reason: 'port-taken',
      params: { port: '28099', by: expect.stringMatching(/^(httpd|busybox) \(process \d+\)$/) },
    });
  });

  it('a state that does not allow it', async () => {
    const stopped = await create('stopped');
    const running = await run('running');
    const paused = await run('paused');
    await bench.docker('pause', paused);
    const conflict = (reason: string, name: string, state: string) => ({
      code: 'conflict',
      reason,
      params: { name, state },
    });
    expect(await fail('pause', stopped)).toMatchObject(conflict('cannot-pause', stopped, 'created'));
    expect(await fail('unpause', stopped)).toMatchObject(conflict('cannot-unpause', stopped, 'created'));
    expect(await fail('kill', stopped)).toMatchObject(conflict('cannot-kill', stopped, 'created'));
    expect(await fail('unpause', running)).toMatchObject(conflict('cannot-unpause', running, 'running'));
    expect(await fail('start', paused)).toMatchObject(conflict('cannot-start', paused, 'paused'));
    expect(await fail('pause', paused)).toMatchObject(conflict('cannot-pause', paused, 'paused'));
    expect(await stateOf(stopped)).toBe('created');
    expect(await stateOf(running)).toBe('running');
    expect(await stateOf(paused)).toBe('paused');
  });

  it('a command that is not there', async () => {
    const name = `${prefix}no-command`;
    await bench.docker('create', '--name', name, 'lab/busybox:1', '/no/such/program');
    const error = await fail('start', name);
    expect(error.reason).toBe('engine-error');
    expect(error.engine).toMatch(/no such file/i);
  });

  it('a signal the engine does not know', async () => {
    const name = await run('signal');
    const error = await refused(bench.client.call('containers.kill', { id: name, signal: 'SIGNONSENSE' }));
    expect(error.engine).toMatch(/signal/i);
    expect(await stateOf(name)).toBe('running');
  });

  it('unusable input, before anything is sent', async () => {
    const proxy = await startFaultProxy(bench.engine.socket);
    const slipway = await openApp({ engine: proxy.host });
    const call = slipway.client.call;
    await ok(call('engine.ping', {}));
    proxy.stats.reset();
    const name = `${prefix}never`;
    for (const bad of ['', 'a', '-x', '.hidden', 'a b', 'a/b', 'ünicode', 'a\n', '$(x)'])
      expect(await refused(call('containers.rename', { id: name, name: bad })), bad).toMatchObject({
        code: 'invalid-input',
        reason: 'input-invalid',
      });
    for (const bad of ['', 'kill', '0', '-9', '100', 'SIG KILL', 'SIGTERM;ls'])
      expect(await refused(call('containers.kill', { id: name, signal: bad })), bad).toMatchObject({
        code: 'invalid-input',
      });
    expect(await refused(call('containers.start', { id: '' }))).toMatchObject({ code: 'invalid-input' });
    const late = call('containers.stop', { id: name, timeoutSeconds: -1 });
    expect(await refused(late)).toMatchObject({ code: 'invalid-input' });
    expect([...proxy.stats.requests]).toEqual([]);
    await slipway.close();
    await proxy.close();
  });

  it('what would lead out of its place in the address', async () => {
    const name = await run('escape');
    for (const id of [`../containers/${name}`, `${name}/../${name}`, `${name}?x=1#`, '..', '%2e%2e']) {
      expect(await fail('kill', id), id).toMatchObject({ code: 'not-found', reason: 'object-unknown' });
    }
    expect(await stateOf(name)).toBe('running');
  });
});
