import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeAccess } from '../../../electron/machine/checks/access.ts';
import { examine } from '../../../electron/machine/doctor.ts';
import { address, figure, name, path, seen, text, word } from '../../../electron/machine/evidence.ts';
import { toCheck } from '../../../electron/machine/finding.ts';
import { Pseudonyms, redact } from '../../../electron/machine/report/redact.ts';
import { writeReport } from '../../../electron/machine/report/report.ts';
import { systemOf } from '../../../electron/machine/setup/os-release.ts';
import type { Site } from '../../../electron/machine/site.ts';
import type { ProbedEndpoint } from '../../../shared/contract/engine.ts';
import { failure } from '../../../shared/contract/failure.ts';
import { goodSite } from './site.ts';

const signal = new AbortController().signal;

/** A machine of which every text that anybody else wrote holds the canary. */
function tellTale(canary: string, changes: Partial<Site> = {}): Site {
  const endpoint = (id: string, probe: ProbedEndpoint['probe']): ProbedEndpoint => ({
    id: `${id}${canary}`,
    name: canary,
    address: `tcp://${canary}:2375`,
    source: 'context',
    context: canary,
    tls: false,
    current: id === 'a',
    probe,
  });
  const said = async () => ({
    code: 1,
    stdout: `-P FORWARD ${canary}\n${canary}`,
    stderr: `${canary}\n${canary}`,
  });
  return goodSite({
    env: {
      HTTPS_PROXY: `http://${canary}:${canary}@${canary}:3128`,
      HOME: `/home/${canary}`,
      PATH: `/${canary}`,
    },
    endpoints: [
      endpoint('a', {
        status: 'unusable',
        error: failure('refused' === canary ? 'internal' : 'unreachable', 'host-unknown', { host: canary }),
      }),
      endpoint('b', { status: 'usable', version: canary, apiVersion: canary, kind: 'docker', ms: 1 }),
      endpoint('c', { status: 'unusable', error: failure('internal', 'internal', { detail: canary }) }),
    ],
    info: {
      ...Object.fromEntries(
        ['CgroupVersion', 'CgroupDriver', 'Driver', 'DockerRootDir', 'HttpProxy', 'HttpsProxy', 'Name'].map(
          (key) => [key, canary],
        ),
      ),
      DriverStatus: [['Backing Filesystem', canary]],
      RegistryConfig: { Mirrors: [`https://${canary}`, canary] },
      SystemTime: new Date(0).toISOString(),
      MemoryLimit: false,
    },
    kernel: `6.1.0-${canary}`,
    engineProcesses: async () => [canary],
    run: said,
    space: async () => ({ free: 1, total: 2 }),
    ...changes,
  });
}

async function reportOf(site: Site, canary: string): Promise<{ report: string; page: string }> {
  const system = systemOf('linux', `ID=debian\nPRETTY_NAME="${canary}"\nVERSION_CODENAME=${canary}`);
  const reach = async () => ({ ok: false, why: canary }) as const;
  const findings = [
    ...(await examine(
      site,
      { system, reach, exists: async (one) => one.includes('buildx'), policy: async () => '' },
      signal,
    )),
    judgeAccess({
      socket: `/${canary}`,
      owner: { uid: 0, gid: 7, mode: 0o660 },
      uid: 5,
      groups: [],
      user: canary,
      accounts: `${canary}:x:7:\n`,
    }),
  ];
  const report = writeReport(site, system, findings, new Date(0)).text;
  return { report, page: JSON.stringify(findings.map(toCheck)) };
}

describe('the report', () => {
  const canary = 'CanaryXq7Secret';

  it('holds nothing of this machine, whichever check saw it', async () => {
    for (const where of ['here', 'nowhere', 'elsewhere'] as const) {
      const { report, page } = await reportOf(tellTale(canary, { where }), canary);
      // Else it proves nothing.
      expect(page).toContain(canary);
      expect(report.toLowerCase()).not.toContain(canary.toLowerCase());
      expect(report).toContain('[address-1]');
    }
    const ran = async () => ({ code: 0, stdout: `Version: ${canary}`, stderr: canary });
    expect((await reportOf(tellTale(canary, { run: ran }), canary)).report).not.toContain(canary);
  });

  it('holds none of whatever a hostile machine says', async () => {
    // At least six letters that are no word of the report itself.
    const hostile = fc
      .tuple(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }))
      .map(([before, after]) => ({ whole: `${before}qzxvkj${after}`, mark: 'qzxvkj' }));
    await fc.assert(
      fc.asyncProperty(hostile, async ({ whole, mark }) => {
        const { report } = await reportOf(tellTale(whole), whole);
        expect(report).not.toContain(mark);
      }),
      { numRuns: 60 },
    );
  });

  it('calls the same thing by the same name', () => {
    const known = new Pseudonyms();
    const one = redact(seen`${path('/home/ann')} and ${path('/srv')} and ${path('/home/ann')}`, known);
    expect(one).toBe('[path-1] and [path-2] and [path-1]');
    expect(redact(seen`${name('ann')} ${address('10.0.0.1')} ${text('x')}`, known)).toBe(
      '[name-1] [address-1] [text-1]',
    );
  });

  it('shows words and figures only where they are such', () => {
    const known = new Pseudonyms();
    expect(redact(seen`${word('overlay2')} ${figure('26.1.5')} ${figure('12.3 GB')}`, known)).toBe(
      'overlay2 26.1.5 12.3 GB',
    );
    expect(redact(seen`${word('ann')} ${figure('ann')} ${figure('1.2.3.4.5')}`, known)).toBe(
      '[text-1] [text-1] [text-2]',
    );
  });

  it('has no markup of anybody else', async () => {
    const { report } = await reportOf(tellTale('a](http://evil.example) <b>'), 'x');
    expect(report).not.toContain('evil');
    expect(report).not.toContain('<b>');
  });
});
