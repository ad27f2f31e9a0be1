import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGroups } from '../../../electron/machine/checks/access.ts';
import { hasEngineRules, readChain } from '../../../electron/machine/iptables.ts';
import { hasModule, kernelOption } from '../../../electron/machine/kernel-config.ts';
import { candidates, engineFrom, sourcesFor } from '../../../electron/machine/setup/apt.ts';
import { readOsRelease, systemOf } from '../../../electron/machine/setup/os-release.ts';
import { stepsFor } from '../../../electron/machine/setup/steps.ts';
import { packageMirror } from '../../../shared/contract/machine-setup.ts';
import { addressesCollide, boundSockets } from '../../../shared/model/bound-sockets.ts';
import { isAtLeast } from '../../../shared/model/host-gateway.ts';

describe('boundSockets', () => {
  const head =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const line = (local: string, state: string, inode: string) =>
    `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1\n`;

  it('takes TCP that listens and UDP that waits, of both families', () => {
    const tcp = head + line('0100007F:1F90', '0A', '11') + line('0100007F:1F91', '01', '12');
    expect(boundSockets(tcp, 'tcp')).toEqual([{ protocol: 'tcp', ip: '127.0.0.1', port: 8080, inode: '11' }]);
    const udp = head + line('00000000:0035', '07', '13') + line('00000000:0036', '01', '14');
    expect(boundSockets(udp, 'udp')).toEqual([{ protocol: 'udp', ip: '0.0.0.0', port: 53, inode: '13' }]);
    const six = head + line('00000000000000000000000000000000:0050', '0A', '15');
    expect(boundSockets(six, 'tcp')).toEqual([{ protocol: 'tcp', ip: '::', port: 80, inode: '15' }]);
  });

  it('is not upset by anything', () => {
    fc.assert(
      fc.property(fc.string(), (table) => {
        for (const { port } of boundSockets(table, 'tcp')) expect(port).toBeGreaterThan(0);
      }),
    );
  });

  it('knows which addresses are in each other’s way', () => {
    expect(addressesCollide('', '127.0.0.1')).toBe(true);
    expect(addressesCollide('0.0.0.0', '::')).toBe(true);
    expect(addressesCollide('::ffff:10.0.0.1', '10.0.0.1')).toBe(true);
    expect(addressesCollide('127.0.0.1', '127.0.0.2')).toBe(false);
  });
});

describe('os-release', () => {
  it('reads quotes and escapes as a shell would', () => {
    const values = readOsRelease('ID=debian\nPRETTY_NAME="A \\"b\\" \\$c"\n# no\nX=\'one two\'\nbad line\n');
    expect(values.get('ID')).toBe('debian');
    expect(values.get('PRETTY_NAME')).toBe('A "b" $c');
    expect(values.get('X')).toBe('one two');
    expect(values.size).toBe(3);
  });

  it('knows systems by what they are like', () => {
    const of = (text: string) => systemOf('linux', text);
    expect(of('ID=debian\nVERSION_CODENAME=trixie')).toMatchObject({
      system: 'debian',
      codename: 'trixie',
      apt: true,
    });
    expect(of('ID=linuxmint\nID_LIKE="ubuntu debian"')).toMatchObject({ system: 'ubuntu', apt: true });
    expect(of('ID=fedora')).toMatchObject({ system: 'fedora', apt: false });
    expect(of('ID=manjaro\nID_LIKE=arch')).toMatchObject({ system: 'arch' });
    expect(of('ID=gentoo')).toMatchObject({ system: 'other' });
    expect(systemOf('darwin', null).system).toBe('macos');
    expect(systemOf('win32', null).system).toBe('windows');
    // What would be put into a file of apt must not be able to say more.
    expect(of('ID=debian\nVERSION_CODENAME="x main\\ndeb evil"').codename).toBe('');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => systemOf('linux', text).system !== undefined));
  });

  it('has steps for every system they are known of', () => {
    for (const system of ['debian', 'ubuntu', 'fedora', 'arch', 'macos', 'windows'] as const)
      expect(stepsFor(system).length).toBeGreaterThan(1);
    expect(stepsFor('other')).toEqual([]);
  });
});

describe('apt', () => {
  it('takes what the distribution has', () => {
    const policy =
      'docker.io:\n  Installed: (none)\n  Candidate: 26.1.5+dfsg1-9\ndocker-cli:\n  Installed: (none)\n  Candidate: (none)\n' +
      'docker-buildx:\n  Installed: (none)\n  Candidate: 0.13\n';
    expect(candidates(policy)).toEqual(['docker.io', 'docker-buildx']);
    expect(engineFrom('debian', candidates(policy))).toEqual(['docker.io', 'docker-buildx']);
    expect(engineFrom('debian', ['docker-cli'])).toBeNull();
  });

  it('names a mirror in one line', () => {
    const debian = { system: 'debian', codename: 'trixie' } as const;
    expect(sourcesFor(debian, 'https://mirror.example/debian/', '/k.gpg')).toBe(
      'deb [signed-by=/k.gpg] https://mirror.example/debian trixie main\n',
    );
    expect(sourcesFor({ system: 'ubuntu', codename: 'noble' }, 'http://m.example/u', null)).toBe(
      'deb http://m.example/u noble main universe\n',
    );
  });

  it('takes only an address for a mirror', () => {
    for (const good of ['http://deb.debian.org/debian', 'https://m.example:8443/a/b/', 'https://m.example'])
      expect(packageMirror.safeParse(good).success, good).toBe(true);
    for (const bad of [
      'file:///etc',
      'https://a:b@m.example/debian',
      'https://m.example/debian trixie main',
      'https://m.example/debian\ndeb http://evil.example x main',
      'https://m.example/$(id)',
      'https://m.example/../x',
      'https://m.example/?a=b',
      '-o Dir::Etc=/x',
      '',
    ])
      expect(packageMirror.safeParse(bad).success, bad).toBe(false);
  });
});

describe('iptables -S', () => {
  it('reads the policy and where rules lead', () => {
    const listing =
      '-P FORWARD DROP\n-A FORWARD -j DOCKER-USER\n-A FORWARD -o docker0 -m conntrack --ctstate RELATED -j ACCEPT\n-A OTHER -j DROP\n';
    const chain = readChain(listing, 'FORWARD');
    expect(chain).toEqual({ policy: 'DROP', targets: ['DOCKER-USER', 'ACCEPT'] });
    expect(chain !== null && hasEngineRules(chain)).toBe(true);
    expect(readChain('iptables: Permission denied', 'FORWARD')).toBeNull();
    const bare = readChain('-P FORWARD DROP\n-A FORWARD -j ufw-before\n', 'FORWARD');
    expect(bare !== null && hasEngineRules(bare)).toBe(false);
  });
});

describe('the kernel', () => {
  it('reads its configuration', () => {
    const config = 'CONFIG_VXLAN=y\n# CONFIG_IP_VS is not set\nCONFIG_OVERLAY_FS=m\n';
    expect(kernelOption(config, 'CONFIG_VXLAN')).toBe('built-in');
    expect(kernelOption(config, 'CONFIG_OVERLAY_FS')).toBe('module');
    expect(kernelOption(config, 'CONFIG_IP_VS')).toBe('no');
    expect(kernelOption(null, 'CONFIG_IP_VS')).toBeNull();
  });

  it('finds modules however they are packed and spelled', () => {
    const listing =
      'kernel/net/netfilter/ipvs/ip_vs.ko.xz: kernel/lib/libcrc32c.ko.xz\nkernel/net/bridge/br-netfilter.ko:\n';
    expect(hasModule(listing, 'ip_vs')).toBe(true);
    expect(hasModule(listing, 'br_netfilter')).toBe(true);
    expect(hasModule(listing, 'vs')).toBe(false);
    expect(hasModule(listing, 'vxlan')).toBe(false);
  });
});

describe('small ones', () => {
  it('reads groups', () => {
    expect(readGroups('docker:x:998:ann,bob\nbad\nroot:x:0:\n')).toEqual([
      { name: 'docker', gid: 998, members: ['ann', 'bob'] },
      { name: 'root', gid: 0, members: [] },
    ]);
  });

  it('compares versions by their numbers', () => {
    expect(isAtLeast('20.10.24+dfsg1', '20.10.0')).toBe(true);
    expect(isAtLeast('19.03.15', '20.10.0')).toBe(false);
    expect(isAtLeast('4.10', '4.7.0')).toBe(true);
    expect(isAtLeast('', '4.7.0')).toBe(false);
  });
});
