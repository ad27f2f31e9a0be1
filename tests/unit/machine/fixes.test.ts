import { describe, expect, it } from 'vitest';
import { nothingSeen } from '../../../electron/machine/evidence.ts';
import type { Finding } from '../../../electron/machine/finding.ts';
import { applyFix, type RunAsRoot } from '../../../electron/machine/fixes.ts';
import { installEngine } from '../../../electron/machine/setup/install.ts';
import { systemOf } from '../../../electron/machine/setup/os-release.ts';

const debian = systemOf('linux', 'ID=debian\nVERSION_CODENAME=trixie');
const options = { env: {}, signal: new AbortController().signal };
const loadable = (of: string): Finding => ({
  ...{ topic: 'kernel', of, finding: 'kernel/loadable', status: 'ok', evidence: nothingSeen },
  fix: { run: 'load-modules' },
});
const missing: Finding = {
  ...{ topic: 'criu', finding: 'criu/missing', status: 'warning', evidence: nothingSeen },
  fix: { run: 'install-criu' },
};

function recorded(code = 0, said = 'all\ndone') {
  const ran: string[] = [];
  const run: RunAsRoot = async (argv) => {
    ran.push(argv.join(' '));
    return { kind: 'ran', code, said };
  };
  return { ran, run };
}

describe('applyFix', () => {
  it('loads the modules that can be loaded, and no others', async () => {
    const { ran, run } = recorded();
    const findings = [loadable('ipvs'), loadable('evil; rm -rf /'), missing];
    expect(await applyFix('load-modules', { findings, system: debian }, run, options)).toEqual({
      kind: 'done',
      said: 'done',
    });
    expect(ran).toEqual(['modprobe -a ip_vs']);
  });

  it('installs by apt, and stops at the first that fails', async () => {
    const good = recorded();
    await applyFix('install-criu', { findings: [missing], system: debian }, good.run, options);
    expect(good.ran).toHaveLength(2);
    expect(good.ran[1]).toMatch(
      /^env DEBIAN_FRONTEND=noninteractive .* install -y -q --no-remove --no-install-recommends criu$/,
    );
    const bad = recorded(100, 'E: no');
    expect(await applyFix('install-criu', { findings: [missing], system: debian }, bad.run, options)).toEqual(
      {
        kind: 'failed',
        said: 'E: no',
      },
    );
    expect(bad.ran).toHaveLength(1);
  });

  it('hands over the command where nobody may run it', async () => {
    const run: RunAsRoot = async (argv) => ({ kind: 'by-hand', command: `sudo ${argv.join(' ')}` });
    expect(
      await applyFix('load-modules', { findings: [loadable('vxlan')], system: debian }, run, options),
    ).toEqual({
      kind: 'by-hand',
      command: 'sudo modprobe -a vxlan',
    });
  });

  it('refuses what no check proposes', async () => {
    const { ran, run } = recorded();
    await expect(
      applyFix('install-criu', { findings: [loadable('ipvs')], system: debian }, run, options),
    ).rejects.toMatchObject({ error: { code: 'conflict', reason: 'setup-not-proposed' } });
    expect(ran).toEqual([]);
  });
});

describe('installEngine', () => {
  it('refuses where there is no apt', async () => {
    const tools = { env: {}, system: systemOf('linux', 'ID=fedora\nNAME=Fedora'), exists: async () => true };
    await expect(
      installEngine(tools, undefined, { change: () => undefined, signal: options.signal }),
    ).rejects.toMatchObject({ error: { reason: 'setup-no-apt' } });
  });

  it('refuses where an engine is, before apt may put another in its place', async () => {
    const tools = { env: {}, system: debian, exists: async (path: string) => path === '/usr/bin/dockerd' };
    await expect(
      installEngine(tools, undefined, {
        change: () => undefined,
        // Were it not refused, nothing would be run all the same.
        signal: AbortSignal.abort(new Error('it went on')),
      }),
    ).rejects.toMatchObject({
      error: { code: 'conflict', reason: 'setup-installed', params: { engine: '/usr/bin/dockerd' } },
    });
  });
});
