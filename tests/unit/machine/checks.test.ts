import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { judgeAccess } from '../../../electron/machine/checks/access.ts';
import { checkClock } from '../../../electron/machine/checks/clock.ts';
import { checkCriu } from '../../../electron/machine/checks/criu.ts';
import { judgeSpace } from '../../../electron/machine/checks/disk.ts';
import { checkEngineFacts } from '../../../electron/machine/checks/engine-facts.ts';
import { checkEngines } from '../../../electron/machine/checks/engines.ts';
import { checkForward } from '../../../electron/machine/checks/forward.ts';
import { checkInstalled } from '../../../electron/machine/checks/installed.ts';
import { checkKernel, judgeFeature } from '../../../electron/machine/checks/kernel.ts';
import { checkMirrors } from '../../../electron/machine/checks/mirrors.ts';
import { checkPlugins } from '../../../electron/machine/checks/plugins.ts';
import { checkProxy, withoutLogin } from '../../../electron/machine/checks/proxy.ts';
import { examine } from '../../../electron/machine/doctor.ts';
import { toCheck } from '../../../electron/machine/finding.ts';
import { engineHere } from '../../../electron/machine/setup/apt.ts';
import { type System, systemOf } from '../../../electron/machine/setup/os-release.ts';
import { stepsFor } from '../../../electron/machine/setup/steps.ts';
import type { ProbedEndpoint } from '../../../shared/contract/engine.ts';
import { failure } from '../../../shared/contract/failure.ts';
import { goodSite } from './site.ts';

const debian = systemOf('linux', 'ID=debian\nVERSION_CODENAME=trixie');
const signal = new AbortController().signal;
const reached = async () => ({ ok: true }) as const;

const endpoint = (name: string, more: Partial<ProbedEndpoint>): ProbedEndpoint => ({
  id: name,
  name,
  address: `unix:///${name}`,
  source: 'socket',
  tls: false,
  current: false,
  probe: { status: 'unusable', error: failure('unreachable', 'socket-missing', { path: `/${name}` }) },
  ...more,
});
const usable = { status: 'usable', version: '26.1.5', apiVersion: '1.45', kind: 'docker', ms: 2 } as const;

describe('a machine on which all is well', () => {
  it('has nothing to be looked after', async () => {
    const site = goodSite({ endpoints: [endpoint('docker', { probe: usable, current: true })] });
    const tools = { system: debian, reach: reached, exists: async () => true, policy: async () => '' };
    const findings = await examine(site, tools, signal);
    const bad = findings.filter(({ status, topic }) => status !== 'ok' && topic !== 'access');
    expect(bad.map(({ finding, of }) => `${finding} ${of}`)).toEqual([]);
    expect(new Set(findings.map(({ topic }) => topic)).size).toBe(17);
  });

  it('says of an engine elsewhere that it is not on this machine', async () => {
    const site = goodSite({
      where: 'elsewhere',
      address: { kind: 'ssh', user: '', host: 'h', port: null, socketPath: '' },
    });
    const tools = { system: debian, reach: reached, exists: async () => true, policy: async () => '' };
    const told = (await examine(site, tools, signal)).filter(({ finding }) => finding === 'any/elsewhere');
    expect(new Set(told.map(({ topic }) => topic))).toEqual(
      new Set(['engine-installed', 'engine-running', 'access', 'criu', 'kernel', 'disk', 'forward']),
    );
    expect(told.every(({ status }) => status === 'unknown')).toBe(true);
  });
});

describe('engines', () => {
  it('names the remedy when there is none', () => {
    const [overall, first] = checkEngines({ endpoints: [endpoint('docker', { current: true })] }).map(
      toCheck,
    );
    expect(overall).toMatchObject({ id: 'engine', status: 'problem' });
    expect(overall?.fix?.text).toContain('Install');
    expect(first).toMatchObject({ status: 'problem', key: 'endpoint' });
    expect(first?.fix?.text).toBeTruthy();
  });

  it('does not blame the machine for a usual place where nothing listens, but warns of a broken context', () => {
    const checks = checkEngines({
      endpoints: [
        endpoint('docker', { probe: usable, current: true }),
        endpoint('podman', {}),
        endpoint('lab', { source: 'context' }),
      ],
    });
    expect(checks.map(({ status }) => status)).toEqual(['ok', 'ok', 'unknown', 'warning']);
  });

  it('tells installed from running', async () => {
    const none = { info: null, engineProcesses: async () => [], where: 'nowhere' } as const;
    const installed = await checkInstalled(goodSite({ ...none }));
    expect(installed.map(({ finding }) => finding)).toEqual(['engine-installed/yes', 'engine-running/no']);
    const absent = await checkInstalled(goodSite({ ...none, exists: async () => false }));
    expect(absent.map(({ finding }) => finding)).toEqual(['engine-installed/no', 'engine-running/absent']);
  });
});

describe('access', () => {
  const facts = {
    socket: '/run/docker.sock',
    owner: { uid: 0, gid: 998, mode: 0o660 },
    uid: 1000,
    groups: [1000],
    user: 'ann',
    accounts: 'docker:x:998:bob\n',
  };
  it('names the group, and tells one who joined after this session began', () => {
    expect(judgeAccess(facts)).toMatchObject({
      finding: 'access/group',
      fix: { command: 'sudo usermod -aG docker ann' },
    });
    expect(judgeAccess({ ...facts, accounts: 'docker:x:998:bob,ann\n' }).finding).toBe('access/session');
    expect(judgeAccess({ ...facts, groups: [1000, 998] }).finding).toBe('access/may');
    expect(judgeAccess({ ...facts, uid: 0 }).finding).toBe('access/root');
    expect(judgeAccess({ ...facts, owner: { uid: 5, gid: 998, mode: 0o600 } }).finding).toBe('access/owner');
    expect(judgeAccess({ ...facts, owner: { uid: 0, gid: 0, mode: 0o660 } }).finding).toBe('access/owner');
    expect(judgeAccess({ ...facts, owner: null }).finding).toBe('access/no-socket');
  });
});

describe('what the engine says', () => {
  const findings = (info: Record<string, unknown>) =>
    checkEngineFacts({ info, kind: 'docker' }).map(({ finding }) => finding);
  it('judges cgroups, storage and experimental', () => {
    expect(findings({ CgroupVersion: '1', Driver: 'vfs', ExperimentalBuild: false })).toEqual([
      'cgroup/v1',
      'storage/vfs',
      'experimental/off',
    ]);
    expect(findings({ CgroupVersion: '2', MemoryLimit: false, Driver: 'devicemapper' }).slice(0, 2)).toEqual([
      'cgroup/limits',
      'storage/old',
    ]);
    expect(findings({ Driver: 'windowsfilter' }).slice(0, 2)).toEqual(['cgroup/untold', 'storage/other']);
  });

  it('measures the clock against the middle of the question', () => {
    const at = (ms: number) => ({ SystemTime: new Date(1_000_000 + ms).toISOString() });
    const asked = { at: 1_000_000, answered: 1_000_100 };
    expect(checkClock({ info: at(1500), asked }).finding).toBe('clock/close');
    expect(checkClock({ info: at(-10_000), asked })).toMatchObject({ status: 'warning' });
    expect(checkClock({ info: at(3_600_000), asked })).toMatchObject({ status: 'problem' });
    // A slow answer is no wrong clock.
    expect(checkClock({ info: at(0), asked: { at: 1_000_000, answered: 1_020_000 } }).status).toBe('ok');
    expect(checkClock({ info: { SystemTime: 'x' }, asked }).status).toBe('unknown');
  });

  it('compares proxies and shows no password', () => {
    const env = { HTTPS_PROXY: 'http://ann:secret@proxy:3128/' };
    const found = checkProxy({ env, info: { HttpsProxy: 'http://proxy:3128' } });
    expect(found.finding).toBe('proxy/same');
    expect(JSON.stringify(found)).not.toContain('secret');
    expect(checkProxy({ env, info: {} }).finding).toBe('proxy/app-only');
    expect(checkProxy({ env: {}, info: { HttpProxy: 'x' } }).finding).toBe('proxy/engine-only');
    expect(checkProxy({ env, info: { HttpsProxy: 'http://other' } }).finding).toBe('proxy/differ');
    expect(withoutLogin('u:p@h:1/')).toBe('h:1');
  });

  it('asks each mirror', async () => {
    const info = { RegistryConfig: { Mirrors: ['http://a/', 'http://b/'] } };
    const asked = await checkMirrors(
      { info },
      async (one) => (one === 'http://a/' ? { ok: true } : { ok: false, why: 'ECONNREFUSED' }),
      signal,
    );
    expect(asked.map(({ finding }) => finding)).toEqual(['mirror/reached', 'mirror/unreached']);
  });
});

describe('the machine of the engine', () => {
  it('tells CRIU that is missing from one that does not work', async () => {
    const ran = (code: number | null, check = 0) =>
      goodSite({
        run: async (_program, [first]) => ({
          code: first === 'check' ? check : code,
          stdout: first === 'check' ? 'x\nUnexpected rt vDSO' : 'Version: 3.17.1',
          stderr: '',
        }),
      });
    expect(await checkCriu(ran(null), debian)).toMatchObject({
      finding: 'criu/missing',
      fix: { run: 'install-criu', command: 'sudo apt-get install criu' },
    });
    expect((await checkCriu(ran(127), systemOf('linux', 'ID=gentoo'))).fix).toEqual({});
    vi.spyOn(process, 'getuid').mockReturnValue(0);
    expect(toCheck(await checkCriu(ran(0, 1), debian)).evidence).toBe('CRIU 3.17.1: Unexpected rt vDSO');
    expect((await checkCriu(ran(0), debian)).finding).toBe('criu/works');
    // Its being there does not tell that it works, and only an administrator can try it.
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    expect(await checkCriu(ran(0, 1), debian)).toMatchObject({ finding: 'criu/untried', status: 'unknown' });
    vi.restoreAllMocks();
  });

  it('looks for plugins of the command line on this machine', async () => {
    const site = { env: { HOME: '/h' }, platform: 'linux' } as const;
    const some = await checkPlugins(site, {
      system: debian,
      exists: async (path) => path === '/h/.docker/cli-plugins/docker-buildx',
      policy: async () => '',
    });
    expect(some.map(({ finding }) => finding)).toEqual(['buildx/found', 'compose/missing']);
    expect(some[1]?.fix).toEqual({ run: 'install-compose', command: 'sudo apt-get install docker-compose' });
  });

  it('proposes only packages that there are', async () => {
    const of = (name: string, version: string, installed = '(none)') =>
      `${name}:\n  Installed: ${installed}\n  Candidate: ${version}\n`;
    const proposed = async (system: System, policy: string) => {
      const tools = { system, exists: async () => false, policy: async () => policy };
      const found = await checkPlugins({ env: { HOME: '/h' }, platform: 'linux' }, tools);
      return found.map(({ finding, installs, fix }) => [finding, installs, fix?.command, fix?.run]);
    };
    const none = [
      ['buildx/unpackaged', undefined, undefined, undefined],
      ['compose/unpackaged', undefined, undefined, undefined],
    ];
    const bookworm = systemOf('linux', 'ID=debian\nVERSION_CODENAME=bookworm');
    const twelve = of('docker.io', '20.10.24+dfsg1-1+deb12u1') + of('docker-compose', '1.29.2-3');
    expect(await proposed(bookworm, twelve)).toEqual(none);
    // Before its lists were read.
    expect(await proposed(bookworm, '')).toEqual(none);
    const ownSources = of('docker-ce-cli', '5:28.5.2', '5:28.5.2') + of('docker-buildx-plugin', '0.29.1');
    expect((await proposed(bookworm, twelve + ownSources))[0]).toEqual([
      ...['buildx/missing', 'docker-buildx-plugin'],
      ...['sudo apt-get install docker-buildx-plugin', 'install-buildx'],
    ]);
    const thirteen =
      of('docker.io', '26.1.5') + of('docker-buildx', '0.13.1') + of('docker-compose', '2.26.1-4');
    expect((await proposed(debian, thirteen)).map(([, name]) => name)).toEqual([
      'docker-buildx',
      'docker-compose',
    ]);
    expect((await proposed(debian, thirteen + ownSources))[0]?.[1]).toBe('docker-buildx-plugin');
  });

  it('lists for an engine only packages that there are', () => {
    const bookworm = systemOf('linux', 'ID=debian\nVERSION_CODENAME=bookworm');
    const here = engineHere({ ...bookworm, system: 'debian' }, '');
    expect(here).toEqual(['docker.io', 'iptables', 'ca-certificates']);
    expect(stepsFor('debian', here).map(({ what }) => what)).toEqual(['lists', 'install', 'start', 'group']);
    expect(stepsFor('debian', ['docker.io', 'docker-buildx'])[2]?.command).toBe(
      'sudo apt-get install docker-buildx',
    );
    expect(engineHere({ ...debian, system: 'debian' }, '')).toContain('docker-compose');
  });

  it('names kernel features that are missing', async () => {
    const config = gzipSync(
      'CONFIG_OVERLAY_FS=y\nCONFIG_VXLAN=m\n# CONFIG_IP_VS is not set\nCONFIG_BRIDGE_NETFILTER=m\n',
    );
    const site = goodSite({
      exists: async () => false,
      read: async (path) =>
        path === '/proc/config.gz'
          ? config
          : path.endsWith('modules.dep')
            ? Buffer.from('kernel/drivers/net/vxlan/vxlan.ko.xz:\n')
            : null,
    });
    const found = await checkKernel(site);
    expect(found.map(({ of, finding }) => `${of} ${finding}`)).toEqual([
      'ipvs kernel/missing',
      'overlay kernel/there',
      'vxlan kernel/loadable',
      'bridge-netfilter kernel/missing',
    ]);
    expect(toCheck(found[0] ?? expect.fail('none')).title).toBe('Kernel: IPVS');
    const none = { config: null, modules: null, loaded: new Set<string>() };
    const feature = { id: 'ipvs', module: 'ip_vs', option: 'CONFIG_IP_VS', needed: false } as const;
    expect(judgeFeature(feature, none)).toBe('untold');
    expect(judgeFeature(feature, { ...none, loaded: new Set(['ip_vs']), config: '' })).toBe('there');
  });

  it('judges room by what is left', () => {
    expect(judgeSpace({ free: 500e6, total: 1e12 })).toBe('full');
    expect(judgeSpace({ free: 3e9, total: 20e9 })).toBe('low');
    expect(judgeSpace({ free: 20e9, total: 1e12 })).toBe('low');
    expect(judgeSpace({ free: 100e9, total: 4e12 })).toBe('enough');
    expect(judgeSpace({ free: 0, total: 0 })).toBe('full');
  });

  it('tells a firewall of the engine from one that is shut', async () => {
    const of = (rules: string, code = 0, forward = '1') =>
      checkForward(
        goodSite({
          run: async (program) =>
            program === 'iptables'
              ? { code, stdout: rules, stderr: '' }
              : { code: 0, stdout: forward, stderr: '' },
        }),
      );
    expect((await of('-P FORWARD ACCEPT\n')).finding).toBe('forward/open');
    expect((await of('-P FORWARD DROP\n-A FORWARD -j DOCKER-FORWARD\n')).finding).toBe('forward/docker');
    expect((await of('-P FORWARD DROP\n')).finding).toBe('forward/closed');
    expect((await of('', 4)).finding).toBe('forward/untold');
    expect((await of('', 0, '0')).finding).toBe('forward/off');
  });
});
