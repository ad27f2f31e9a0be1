import { describe, expect, it } from 'vitest';
import { plainWords } from '../../../electron/daemon/dockerd-check.ts';
import { compareEffective, effectiveSettings } from '../../../electron/daemon/effective.ts';
import { givenFlags, withoutFile } from '../../../electron/daemon/flags.ts';
import { maskedJson } from '../../../electron/daemon/masked.ts';

describe('the command line of an engine', () => {
  it('gives keys by flags in every way they are written', () => {
    const args = [
      ...[
        '-H',
        'fd://',
        '--containerd=/run/c.sock',
        '--data-root',
        '/d',
        '-D',
        '--iptables=false',
        '--label',
        'a=b',
      ],
      ...[
        '--config-file',
        '/x.json',
        '--registry-mirror=https://m',
        '--default-address-pool',
        'base=10.0.0.0/8,size=24',
      ],
      ...[
        '--rootless',
        '--experimental',
        '--http-proxy',
        'http://p',
        '--live-restore=true',
        '-s',
        'vfs',
        '--pidfile=/p',
      ],
    ];
    expect(givenFlags(args).map(({ key, flag, value }) => `${key} ${flag} ${value}`)).toEqual([
      'hosts -H fd://',
      'containerd --containerd /run/c.sock',
      'data-root --data-root /d',
      'debug -D true',
      'iptables --iptables false',
      'labels --label a=b',
      'registry-mirrors --registry-mirror https://m',
      'default-address-pools --default-address-pool base=10.0.0.0/8,size=24',
      'experimental --experimental true',
      'http-proxy --http-proxy http://p',
      'live-restore --live-restore true',
      'storage-driver -s vfs',
      'pidfile --pidfile /p',
    ]);
    expect(withoutFile(['--config-file', '/x', '-D', '--config-file=/y', '-H', 'a'])).toEqual([
      '-D',
      '-H',
      'a',
    ]);
  });
});

describe('what an engine says', () => {
  it('is told without what is only true of the check', () => {
    const said = 'unable to configure the Docker daemon with file /dev/stdin: invalid character';
    expect(plainWords(`time="x" level=info msg="Starting"\n${said}\n`)).toBe('invalid character');
  });

  it('is compared with what was asked for', () => {
    const told = effectiveSettings({
      ...{ Debug: true, Labels: ['b=2', 'a=1'], LoggingDriver: 'local', LiveRestoreEnabled: false },
      RegistryConfig: {
        Mirrors: ['https://m/'],
        InsecureRegistryCIDRs: ['127.0.0.0/8', '10.0.0.0/8'],
        IndexConfigs: { 'docker.io': { Secure: true }, 'reg:5000': { Secure: false } },
      },
      DefaultAddressPools: [{ Base: '10.9.0.0/16', Size: 24 }],
    });
    const wanted = [
      { key: 'debug', after: true },
      { key: 'labels', after: ['a=1', 'b=2'] },
      { key: 'registry-mirrors', after: ['https://m'] },
      { key: 'insecure-registries', after: ['reg:5000', '10.0.0.0/8'] },
      { key: 'default-address-pools', after: [{ base: '10.9.0.0/16', size: 24 }] },
      { key: 'live-restore', after: true },
      { key: 'mtu', after: 1400 },
      { key: 'log-driver', after: undefined },
    ];
    expect(compareEffective(wanted, told)).toEqual({
      seen: ['debug', 'labels', 'registry-mirrors', 'insecure-registries', 'default-address-pools'],
      different: ['live-restore'],
      untold: ['mtu', 'log-driver'],
    });
  });

  it('tells no password in a plan', () => {
    const value = { 'http-proxy': 'http://me:canary-7@proxy:3128', 'no-proxy': 'localhost' };
    const told = maskedJson('proxies', value) ?? '';
    expect(told).not.toContain('canary-7');
    expect(told).toContain('localhost');
    expect(maskedJson('log-opts', { 'splunk-token': 'canary-8' })).not.toContain('canary-8');
    expect(maskedJson('debug', undefined)).toBeNull();
  });
});
