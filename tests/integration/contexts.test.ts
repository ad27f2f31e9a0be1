import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ContextList, ContextRow } from '../../shared/contract/contexts.ts';
import { type Certificates, makeCertificates } from '../engine-lab/certificates.ts';
import { labDockerPath } from '../engine-lab/docker-cli.ts';
import { exposeTcp } from '../engine-lab/expose-tcp.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { runCommand } from '../engine-lab/run-command.ts';
import { connectEngine } from '../engine-lab/shared-engine.ts';
import type { CommandResult, ExposedTcp, LabEngine } from '../engine-lab/types.ts';
import { type OpenApp, ok, openApp, plainEnv, refused, temporaryFolder } from '../rig/open-app.ts';
import { eventually } from '../rig/wait-for.ts';
import { Watching } from '../rig/watching.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

describeOnEngine('main', 'docker contexts', () => {
  const guard = leakGuard();
  let engine: LabEngine;
  let other: LabEngine;
  let certificates: Certificates;
  let tls: ExposedTcp;
  let shared: Awaited<ReturnType<typeof temporaryFolder>>;
  let home: Awaited<ReturnType<typeof temporaryFolder>>;
  let config: string;
  const opened: OpenApp[] = [];

  beforeAll(async () => {
    await guard.before();
    [engine, other] = await Promise.all([connectEngine('main'), connectEngine('newest')]);
    shared = await temporaryFolder();
    certificates = await makeCertificates(join(shared.path, 'certificates'));
    tls = await exposeTcp(engine, { tls: certificates.server });
  });
  afterAll(async () => {
    await tls.close();
    await shared.remove();
    await guard.after();
  });
  beforeEach(async () => {
    home = await temporaryFolder();
    config = join(home.path, 'docker');
    await mkdir(config);
  });
  afterEach(async () => {
    for (const slipway of opened.splice(0)) await slipway.close();
    await home.remove();
  });

  const open = async (more: { env?: NodeJS.ProcessEnv; engine?: string; watch?: boolean } = {}) => {
    const slipway = await openApp({
      home: home.path,
      env: plainEnv(home.path, { DOCKER_CONFIG: config, ...more.env }),
      ...(more.engine === undefined ? {} : { engine: more.engine }),
      ...(more.watch === undefined ? {} : { watch: more.watch }),
    });
    opened.push(slipway);
    return slipway;
  };
  /** The docker CLI on this configuration, with no DOCKER_HOST unless one is given. */
  const docker = (...args: string[]): Promise<CommandResult> =>
    runCommand('sh', ['-c', `export DOCKER_HOST=; exec ${cliWithoutHost()} "$@"`, 'docker', ...args], {
      env: { SLIPWAY_LAB_DOCKER_CONFIG: config },
    });
  /** The lab's script names an unreachable engine where it is given none. */
  const cliWithoutHost = (): string => join(shared.path, 'docker');
  beforeAll(async () => {
    const script = await readFile(labDockerPath(), 'utf8');
    await writeFile(cliWithoutHost(), script.replace(/^export DOCKER_HOST=.*$/m, 'unset DOCKER_HOST'));
    await chmod(cliWithoutHost(), 0o755);
  });
  const dockerOk = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await docker(...args);
    if (code !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  const list = ({ client }: OpenApp): Promise<ContextList> => ok(client.call('contexts.list', {}));
  const named = async (slipway: OpenApp, name: string): Promise<ContextRow | undefined> =>
    (await list(slipway)).contexts.find((row) => row.name === name);
  const pairOf = () => {
    const { ca, cert, key } = certificates.client;
    return { ca, cert, key };
  };
  /** Every file below a folder with its mode and, but for keys and times, its text. */
  const tree = async (folder: string): Promise<string[]> => {
    const found: string[] = [];
    const walk = async (path: string): Promise<void> => {
      for (const entry of await readdir(path, { withFileTypes: true })) {
        const whole = join(path, entry.name);
        const mode = ((await stat(whole)).mode & 0o777).toString(8);
        const text = entry.isFile() ? await readFile(whole, 'utf8') : '';
        found.push(`${mode} ${whole.slice(folder.length)} ${text}`);
        if (entry.isDirectory()) await walk(whole);
      }
    };
    await walk(folder);
    return found.sort();
  };
  const versionInUse = async ({ client }: OpenApp): Promise<string> =>
    (await ok(client.call('engine.version', {}))).version;

  it('writes to the letter, and with the modes, what the docker CLI writes', async () => {
    const slipway = await open();
    const { client } = slipway;
    const { ca, cert, key } = pairOf();
    await ok(
      client.call('contexts.create', { name: 'plain', host: engine.host, description: 'a <"1"> & b' }),
    );
    await ok(client.call('contexts.create', { name: 'secure', host: tls.host, tls: pairOf() }));
    await ok(client.call('contexts.create', { name: 'by-ssh', host: 'ssh://me@127.0.0.1:1' }));
    await ok(client.call('contexts.create', { name: 'blind', host: tls.host, skipTlsVerify: true }));
    const ours = await tree(join(config, 'contexts'));
    const byCli = join(home.path, 'by-cli');
    await mkdir(byCli);
    config = byCli;
    await dockerOk(
      'context',
      'create',
      'plain',
      '--docker',
      `host=${engine.host}`,
      '--description',
      'a <"1"> & b',
    );
    await dockerOk(
      'context',
      'create',
      'secure',
      '--docker',
      `host=${tls.host},ca=${ca},cert=${cert},key=${key}`,
    );
    await dockerOk('context', 'create', 'by-ssh', '--docker', 'host=ssh://me@127.0.0.1:1');
    await dockerOk('context', 'create', 'blind', '--docker', `host=${tls.host},skip-tls-verify=true`);
    expect(ours).toEqual(await tree(join(byCli, 'contexts')));
  });

  it('makes contexts that the docker CLI reaches engines through', async () => {
    const { client } = await open();
    await ok(client.call('contexts.create', { name: 'plain', host: engine.host }));
    await ok(client.call('contexts.create', { name: 'secure', host: tls.host, tls: pairOf() }));
    for (const name of ['plain', 'secure'])
      expect(await dockerOk('--context', name, 'version', '-f', '{{.Server.Version}}')).toBe(engine.version);
    expect((await dockerOk('context', 'ls', '-q')).split('\n')).toEqual(['default', 'plain', 'secure']);
  });

  it('takes and refuses the names the docker CLI takes and refuses', async () => {
    const { client } = await open();
    const names = ['a', 'ab', 'a+b', 'a.b_c-d', '_a', 'a b', 'default', 'ä1', '../x', '-a', 'A9'];
    for (const name of names) {
      const host = 'unix:///nowhere.sock';
      const ours = await client.call('contexts.create', { name, host });
      const row = ours.ok;
      if (row) await dockerOk('context', 'rm', name);
      const { code } = await docker('context', 'create', '--docker', `host=${host}`, '--', name);
      expect([name, row]).toEqual([name, code === 0]);
    }
    await ok(client.call('contexts.create', { name: 'twice', host: engine.host }));
    const again = client.call('contexts.create', { name: 'twice', host: other.host });
    expect(await refused(again)).toMatchObject({ code: 'conflict', reason: 'context-exists' });
    expect(await dockerOk('context', 'inspect', 'twice', '-f', '{{.Endpoints.docker.Host}}')).toBe(
      engine.host,
    );
  });

  it('changes what is asked for and keeps what it does not know', async () => {
    const slipway = await open();
    const { client } = slipway;
    const { ca, cert, key } = pairOf();
    await dockerOk(
      'context',
      'create',
      'mine',
      '--docker',
      `host=${tls.host},ca=${ca},cert=${cert},key=${key}`,
    );
    const row = await named(slipway, 'mine');
    const file = row?.file ?? '';
    const meta = JSON.parse(await readFile(file, 'utf8'));
    meta.Endpoints.kubernetes = { Host: 'https://there', Big: 1 };
    meta.Metadata.Team = 'blue';
    const text = JSON.stringify(meta).replace('"Big":1', '"Big":12345678901234567890');
    await writeFile(file, text);
    await ok(client.call('contexts.update', { name: 'mine', description: 'changed' }));
    const after = await readFile(file, 'utf8');
    expect(after).toContain('"Big":12345678901234567890');
    expect(after).toContain('"Team":"blue"');
    expect(await dockerOk('context', 'inspect', 'mine', '-f', '{{.Metadata.Metadata.Description}}')).toBe(
      'changed',
    );
    expect(await dockerOk('--context', 'mine', 'version', '-f', '{{.Server.Version}}')).toBe(engine.version);
    // To another engine, without TLS: its files go.
    const gone = { ca: null, cert: null, key: null };
    await ok(client.call('contexts.update', { name: 'mine', host: other.host, tls: gone }));
    expect(await dockerOk('--context', 'mine', 'version', '-f', '{{.Server.Version}}')).toBe(other.version);
    expect(await dockerOk('context', 'inspect', 'mine', '-f', '{{json .TLSMaterial}}')).toBe('{}');
    // And back by the CLI.
    await dockerOk(
      'context',
      'update',
      'mine',
      '--docker',
      `host=${tls.host},ca=${ca},cert=${cert},key=${key}`,
    );
    expect(await named(slipway, 'mine')).toMatchObject({ host: tls.host, tls: true, description: 'changed' });
  });

  it('tells of the TLS files what they are, and nothing of the key', async () => {
    const slipway = await open();
    await ok(slipway.client.call('contexts.create', { name: 'secure', host: tls.host, tls: pairOf() }));
    const row = await named(slipway, 'secure');
    expect(row?.tlsFiles.map(({ name, subject }) => [name, subject])).toEqual([
      ['ca', 'CN=lab ca'],
      ['cert', expect.stringContaining('client')],
      ['key', null],
    ]);
    const key = await readFile(certificates.client.key, 'utf8');
    const secret = key.split('\n')[1] ?? '';
    expect(secret.length).toBeGreaterThan(20);
    expect(JSON.stringify(await list(slipway))).not.toContain(secret);
  });

  it('refuses TLS files that are none, and leaves nothing behind', async () => {
    const { client } = await open();
    const { ca, cert, key } = pairOf();
    const locked = join(home.path, 'locked.pem');
    const pem = await runCommand('openssl', [
      'ec',
      '-in',
      key,
      '-aes256',
      '-passout',
      'pass:x',
      '-out',
      locked,
    ]);
    expect(pem.code).toBe(0);
    const wrong: [Record<string, string>, string][] = [
      [{ ca: key, cert, key }, 'context-tls'],
      [{ ca, cert: key, key: cert }, 'context-tls'],
      [{ ca, cert, key: locked }, 'context-tls'],
      [{ ca, cert, key: certificates.stranger.key }, 'context-tls'],
      [{ ca, cert }, 'context-pair'],
      [{ ca, key }, 'context-pair'],
      [{ ca: join(home.path, 'nowhere.pem') }, 'certificate-file-missing'],
    ];
    for (const [files, reason] of wrong) {
      const made = client.call('contexts.create', { name: 'wrong', host: tls.host, tls: files });
      expect(await refused(made), JSON.stringify(files)).toMatchObject({ reason });
    }
    const onSocket = client.call('contexts.create', { name: 'wrong', host: engine.host, tls: pairOf() });
    expect(await refused(onSocket)).toMatchObject({ reason: 'context-scheme' });
    for (const host of ['ftp://there', 'there:2375', 'unix://relative', 'ssh://-oProxyCommand=x'])
      expect(await refused(client.call('contexts.create', { name: 'wrong', host })), host).toMatchObject({
        reason: 'address-malformed',
      });
    expect(await tree(config)).toEqual([]);
  });

  it('uses a context for docker and for itself, keeping the rest of config.json', async () => {
    await writeFile(join(config, 'config.json'), '{\n  "credsStore": "x",\n  "odd": [1,  2]\n}\n');
    const slipway = await open({ watch: true });
    const { client } = slipway;
    await ok(client.call('contexts.create', { name: 'first', host: engine.host }));
    await ok(client.call('contexts.create', { name: 'second', host: other.host }));
    const watching = new Watching(client);
    expect(await ok(client.call('contexts.use', { name: 'first' }))).toMatchObject({ warnings: [] });
    expect(await versionInUse(slipway)).toBe(engine.version);
    await watching.untilFresh();
    await ok(client.call('contexts.use', { name: 'second' }));
    expect(await versionInUse(slipway)).toBe(other.version);
    expect(await dockerOk('context', 'show')).toBe('second');
    expect(await dockerOk('version', '-f', '{{.Server.Version}}')).toBe(other.version);
    expect(await readFile(join(config, 'config.json'), 'utf8')).toBe(
      '{\n  "credsStore": "x",\n  "odd": [1,  2],\n  "currentContext": "second"\n}\n',
    );
    expect(await list(slipway)).toMatchObject({
      current: 'second',
      choice: { source: 'current-context', value: 'second', untilRestart: false },
    });
    expect((await named(slipway, 'second'))?.inUse).toBe(true);
    expect((await named(slipway, 'first'))?.inUse).toBe(false);
    await ok(client.call('contexts.use', { name: 'default' }));
    expect(await dockerOk('context', 'show')).toBe('default');
    expect(await refused(client.call('contexts.use', { name: 'nowhere' }))).toMatchObject({
      code: 'not-found',
      reason: 'context-unknown',
    });
    watching.close();
  });

  it('follows the docker CLI and another Slipway, without a restart', async () => {
    await dockerOk('context', 'create', 'first', '--docker', `host=${engine.host}`);
    await dockerOk('context', 'use', 'first');
    const slipway = await open({ watch: true });
    const lists: ContextList[] = [];
    const stream = slipway.client.stream('contexts.watch', {}, { item: (item) => lists.push(item) });
    const watching = new Watching(slipway.client);
    await watching.untilFresh();
    const versionShown = () => (watching.state?.status === 'ready' ? watching.state.engine.version : null);
    expect(versionShown()).toBe(engine.version);
    // A context made by the docker CLI appears by itself, and so does its end.
    await dockerOk('context', 'create', 'second', '--docker', `host=${other.host}`);
    await eventually('second to be listed', () =>
      expect(lists.at(-1)?.contexts.map(({ name }) => name)).toEqual(['default', 'first', 'second']),
    );
    expect(versionShown()).toBe(engine.version);
    await dockerOk('context', 'use', 'second');
    await eventually('Slipway to be on second', () => expect(versionShown()).toBe(other.version));
    await eventually('it to be told', () => expect(lists.at(-1)?.choice?.value).toBe('second'));
    // The command line of Slipway is a process of its own.
    const cli = await open();
    await ok(cli.client.call('contexts.use', { name: 'first' }));
    await eventually('Slipway to be on first', () => expect(versionShown()).toBe(engine.version));
    // The one in use is changed under it.
    await dockerOk('context', 'update', 'first', '--docker', `host=${other.host}`);
    await eventually('Slipway to be where first leads', () => expect(versionShown()).toBe(other.version));
    await dockerOk('context', 'use', 'default');
    await dockerOk('context', 'rm', 'second');
    await eventually('second to be gone', () =>
      expect(lists.at(-1)?.contexts.map(({ name }) => name)).toEqual(['default', 'first']),
    );
    stream.cancel();
    watching.close();
  });

  it('says where the choice comes from, and what goes before the context that is used', async () => {
    await dockerOk('context', 'create', 'first', '--docker', `host=${engine.host}`);
    await dockerOk('context', 'create', 'second', '--docker', `host=${other.host}`);
    await dockerOk('context', 'use', 'second');
    const sources = async (slipway: OpenApp) => {
      const { claims, choice } = await list(slipway);
      return [claims.map(({ source, value }) => `${source} ${value}`), choice?.source, choice?.untilRestart];
    };
    expect(await sources(await open())).toEqual([
      ['current-context second', 'default default'],
      'current-context',
      false,
    ]);
    const held = await open({ env: { DOCKER_HOST: other.host, DOCKER_CONTEXT: 'second' }, watch: true });
    expect(await sources(held)).toEqual([
      [`docker-host ${other.host}`, 'docker-context second', 'current-context second', 'default default'],
      'docker-host',
      false,
    ]);
    const used = await ok(held.client.call('contexts.use', { name: 'first' }));
    expect(used.warnings).toEqual([
      { kind: 'overridden', by: { source: 'docker-host', value: other.host, context: null } },
    ]);
    // Written, and switched to now; the variable counts again at the next start.
    expect(await dockerOk('context', 'show')).toBe('first');
    expect(await versionInUse(held)).toBe(engine.version);
    expect((await list(held)).choice).toEqual({
      ...{ source: 'current-context', value: 'first', context: 'first', untilRestart: true },
    });
    const byVariable = await open({ env: { DOCKER_CONTEXT: 'second' } });
    expect((await list(byVariable)).choice).toMatchObject({ source: 'docker-context', value: 'second' });
    const byArgument = await open({ engine: 'second', env: { DOCKER_HOST: engine.host } });
    expect((await list(byArgument)).choice).toMatchObject({ source: 'argument', context: 'second' });
    expect(await versionInUse(byArgument)).toBe(other.version);
  });

  it('counts what was chosen here before the current context, until a context is used', async () => {
    await dockerOk('context', 'create', 'first', '--docker', `host=${engine.host}`);
    await dockerOk('context', 'use', 'first');
    const slipway = await open();
    await ok(slipway.client.call('engine.use', { endpoint: other.host }));
    expect((await list(slipway)).choice).toMatchObject({ source: 'chosen', value: other.host });
    await eventually('it to be kept', async () =>
      expect(await readFile(join(home.path, 'settings.json'), 'utf8')).toContain(other.host),
    );
    const next = await open();
    expect((await list(next)).choice).toMatchObject({ source: 'chosen', value: other.host });
    expect(await versionInUse(next)).toBe(other.version);
    await ok(next.client.call('contexts.use', { name: 'first' }));
    const third = await open();
    expect((await list(third)).choice).toMatchObject({ source: 'current-context', value: 'first' });
  });

  it('removes contexts by a plan that lists their TLS files, the one in use only when told', async () => {
    const slipway = await open();
    const { client } = slipway;
    await ok(client.call('contexts.create', { name: 'secure', host: tls.host, tls: pairOf() }));
    await ok(client.call('contexts.create', { name: 'stays', host: engine.host }));
    await ok(client.call('contexts.use', { name: 'secure' }));
    const files = (await named(slipway, 'secure'))?.tlsFiles.map(({ path }) => path) ?? [];
    expect(files).toHaveLength(3);
    expect(await refused(client.call('contexts.remove', { names: ['secure'] }))).toMatchObject({
      code: 'in-use',
      reason: 'context-current',
    });
    expect(await refused(client.call('contexts.remove', { names: ['default'], force: true }))).toMatchObject({
      reason: 'context-reserved',
    });
    const plan = await ok(client.call('contexts.remove', { names: ['secure'], force: true }));
    expect(plan.items.map(({ kind, name }) => [kind, name])).toEqual([
      ['context', 'secure'],
      ...files.map((path) => ['context-file', path]),
    ]);
    expect(plan.warnings).toEqual([{ kind: 'context-in-use', names: ['secure'] }]);
    expect(await dockerOk('context', 'show')).toBe('secure');
    const report = await ok(client.call('plans.execute', { id: plan.id }));
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(Array(4).fill('removed'));
    expect((await dockerOk('context', 'ls', '-q')).split('\n')).toEqual(['default', 'stays']);
    expect(await dockerOk('context', 'show')).toBe('default');
    expect((await tree(join(config, 'contexts'))).join('\n')).not.toMatch(/\.pem|\.slipway-/);
    // Changed since it was planned: left alone.
    const late = await ok(client.call('contexts.remove', { names: ['stays'] }));
    await dockerOk('context', 'update', 'stays', '--description', 'mine now');
    const left = await ok(client.call('plans.execute', { id: late.id }));
    expect(left.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['changed-since']);
    expect(await named(slipway, 'stays')).toBeDefined();
  });

  it('removes a context also while no engine answers', async () => {
    const slipway = await open({ engine: 'unix:///nowhere/at-all.sock' });
    await ok(slipway.client.call('contexts.create', { name: 'away', host: 'tcp://127.0.0.1:1' }));
    const plan = await ok(slipway.client.call('contexts.remove', { names: ['away'] }));
    const report = await ok(slipway.client.call('plans.execute', { id: plan.id }));
    expect(report.items.map(({ outcome }) => outcome)).toEqual(['done']);
    expect(await named(slipway, 'away')).toBeUndefined();
  });

  it('tries addresses, and says what is wrong and what to do', async () => {
    const { client } = await open();
    const { ca, cert, key } = pairOf();
    await ok(client.call('contexts.create', { name: 'secure', host: tls.host, tls: { ca, cert, key } }));
    await ok(client.call('contexts.create', { name: 'lost', host: tls.host, tls: { ca, cert, key } }));
    expect(await ok(client.call('contexts.test', { host: engine.host }))).toMatchObject({
      status: 'usable',
      version: engine.version,
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
    expect(await reasonOf({ host: tls.host, tls: { ca: certificates.stranger.ca, cert, key } })).toBe(
      'tls-untrusted',
    );
    expect(await reasonOf({ name: 'secure', tls: { ca: certificates.stranger.ca } })).toBe('tls-untrusted');
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
