import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { ok, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const prefix = 'it-machine-';

onEachEngine('this machine', { prefix }, (bench, kind) => {
  const call: typeof bench.client.call = (...args) => bench.client.call(...args);
  const docker: typeof bench.docker = (...args) => bench.docker(...args);
  const found = async () =>
    Object.fromEntries((await ok(call('machine.checks', {}))).map(({ id, finding }) => [id, finding]));

  it('looks at the machine of the engine, and says what it finds', async () => {
    const checks = await ok(call('machine.checks', {}));
    const of = Object.fromEntries(checks.map(({ id, ...rest }) => [id, rest]));
    expect(of.engine).toMatchObject({ status: 'ok' });
    expect(of['engine-running']?.evidence).toMatch(kind === 'podman' ? /podman/ : /dockerd/);
    expect(of['engine-installed']?.evidence).toMatch(kind === 'podman' ? /\/podman/ : /\/dockerd/);
    expect(of.access?.evidence).toContain(bench.engine.socket);
    expect(of.storage?.evidence).toContain(await docker('info', '--format', '{{.Driver}}'));
    const onDisk = await docker('info', '--format', '{{.DockerRootDir}}');
    expect(of.disk).toMatchObject({ evidence: expect.stringContaining(onDisk) });
    expect(of.clock?.finding).toBe('clock/close');
    expect(of.proxy?.status).not.toBe('problem');
    for (const check of checks) {
      expect(check.title, check.id).not.toBe('');
      expect(check.meaning, check.id).not.toBe('');
    }
  });

  it('tells of CRIU and of experimental features as the engine has them', async () => {
    const now = await found();
    // Debian 12's CRIU does not work with newer kernels: it must be said that it is there and fails.
    const criu = { oldest: ['criu/fails', 'criu/works'], podman: ['criu/fails', 'criu/works'] } as const;
    expect(kind in criu ? criu[kind as keyof typeof criu] : ['criu/works']).toContain(now.criu);
    expect(now.experimental).toBe(kind === 'podman' ? 'experimental/not-needed' : 'experimental/on');
  });

  it('names a kernel without IPVS', async () => {
    const checks = await ok(call('machine.checks', {}));
    const ipvs = checks.find(({ id }) => id === 'kernel:ipvs');
    const { code } = await bench.engine.exec(['test', '-e', '/proc/net/ip_vs']);
    if (code === 0) expect(ipvs?.finding).toBe('kernel/there');
    else expect(['kernel/missing', 'kernel/loadable', 'kernel/untold']).toContain(ipvs?.finding);
    expect(ipvs?.title).toBe('Kernel: IPVS');
  });

  it('reads the firewall where the engine is', async () => {
    const { stdout } = await bench.engine.exec(['iptables', '-S', 'FORWARD']);
    const open = /^-P FORWARD ACCEPT$/m.test(stdout);
    const { stdout: forwards } = await bench.engine.exec(['cat', '/proc/sys/net/ipv4/ip_forward']);
    const on = open ? 'forward/open' : 'forward/docker';
    // Podman turns it on with its first container.
    expect((await found()).forward).toBe(forwards.trim() === '1' ? on : 'forward/later');
  });

  it('writes a report without the names of this machine', async () => {
    const { text } = await ok(call('machine.report', {}));
    expect(text).toContain('Storage driver');
    const name = await docker('info', '--format', '{{.Name}}');
    const rootDir = await docker('info', '--format', '{{.DockerRootDir}}');
    for (const secret of [bench.engine.socket, rootDir, name, process.env.HOME ?? '/root'])
      expect(text, secret).not.toContain(secret);
  });

  it('does nothing that no check proposes', async () => {
    const proposed = (await ok(call('machine.checks', {}))).flatMap(({ fix }) => fix?.run ?? []);
    for (const id of ['load-modules', 'install-criu'] as const) {
      if (proposed.includes(id)) continue;
      expect(await refused(call('machine.fix', { id }))).toMatchObject({
        code: 'conflict',
        reason: 'setup-not-proposed',
      });
    }
  });

  it('lists published ports, and which container or process has one that is taken', async () => {
    await docker('run', '-d', '--name', `${prefix}has`, '-p', '127.0.0.1:18611:80', 'lab/web:1');
    await docker(
      'create',
      '--name',
      `${prefix}wants`,
      '-p',
      '127.0.0.1:18611:80',
      '-p',
      '18612:80',
      'lab/web:1',
    );
    const ports = async () =>
      (await ok(call('machine.ports', {})))
        .filter(({ containerName }) => containerName.startsWith(prefix))
        .map(({ containerName, hostPort, status, holder }) => ({ containerName, hostPort, status, holder }));
    const listed = await ports();
    expect(listed).toContainEqual({
      ...{ containerName: `${prefix}has`, hostPort: 18611, status: 'open', holder: null },
    });
    expect(listed).toContainEqual({
      ...{ containerName: `${prefix}wants`, hostPort: 18611, status: 'taken' },
      holder: expect.objectContaining({ kind: 'container', name: `${prefix}has` }),
    });
    expect(listed).toContainEqual({
      ...{ containerName: `${prefix}wants`, hostPort: 18612, status: 'free', holder: null },
    });
    await docker('rm', '-f', `${prefix}has`);
    // A process in the network of the engine, outside of every container.
    const listen = "require('node:net').createServer().listen(18611, '127.0.0.1')";
    const enter = ['-t', String(bench.engine.netnsPid), '--net', '--', process.execPath, '-e', listen];
    const other = spawn('nsenter', enter, { stdio: 'inherit' });
    const ended = new Promise((resolve) => other.once('close', resolve));
    try {
      await eventually('the process to have the port', async () =>
        expect(await ports()).toContainEqual({
          ...{ containerName: `${prefix}wants`, hostPort: 18611, status: 'taken' },
          holder: { kind: 'process', pid: other.pid, command: expect.any(String) },
        }),
      );
      const error = await refused(call('containers.start', { id: `${prefix}wants` }));
      expect(error).toMatchObject({ code: 'conflict', reason: 'port-taken', params: { port: '18611' } });
      expect(error.message).toContain(`(process ${other.pid})`);
      expect(error.hint?.text).toMatch(/another port/);
    } finally {
      other.kill('SIGKILL');
      await ended;
    }
  });

  it('says whether host.docker.internal can be added', async () => {
    const access = await ok(call('machine.hostAccess', {}));
    expect(access).toMatchObject({ kind: kind === 'podman' ? 'podman' : 'docker' });
    expect(access.supported).toBe(kind !== 'podman');
    if (!access.supported) return;
    const add = ['--add-host', 'host.docker.internal:host-gateway'];
    const shown = await docker('run', '--rm', ...add, 'lab/busybox:1', 'cat', '/etc/hosts');
    expect(shown).toMatch(/^\d+\.\d+\.\d+\.\d+\s+host\.docker\.internal$/m);
  });
});
