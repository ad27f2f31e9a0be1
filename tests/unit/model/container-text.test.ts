import { describe, expect, it } from 'vitest';
import type { Container, PortBinding } from '../../../shared/contract/containers.ts';
import {
  ailmentOf,
  engineHost,
  filterWords,
  foldPorts,
  matchesWords,
  portText,
  portUrl,
} from '../../../shared/model/container-text.ts';
import { sampleContainer } from '../renderer/samples.ts';

const bind = (hostIp: string, hostPort: number | null, containerPort: number): PortBinding => ({
  hostIp,
  hostPort,
  containerPort,
  protocol: 'tcp',
});

describe('ports', () => {
  it('folds the IPv4 and IPv6 binding of a port into one, published ones first', () => {
    const ports = [
      bind('', null, 443),
      bind('::', 8080, 80),
      bind('0.0.0.0', 8080, 80),
      bind('127.0.0.1', 3000, 3000),
    ];
    expect(foldPorts(ports).map(portText)).toEqual(['127.0.0.1:3000:3000', '8080:80', '443/tcp']);
  });

  it('writes IPv6 hosts in brackets and names other protocols', () => {
    const [port] = foldPorts([{ hostIp: '::1', hostPort: 53, containerPort: 53, protocol: 'udp' }]);
    expect(port && portText(port)).toBe('[::1]:53:53/udp');
  });

  it.each([
    [bind('0.0.0.0', 8080, 80), 'http://localhost:8080'],
    [bind('0.0.0.0', 8443, 443), 'https://localhost:8443'],
    [bind('127.0.0.1', 3000, 3000), 'http://localhost:3000'],
    [bind('10.0.0.7', 3000, 3000), 'http://10.0.0.7:3000'],
    [bind('fd00::1', 3000, 3000), 'http://[fd00::1]:3000'],
    [bind('', null, 80), null],
  ])('%j opens %s', (port, url) => {
    const [entry] = foldPorts([port]);
    expect(entry && portUrl(entry, 'localhost')).toBe(url);
  });

  it('opens no UDP port', () => {
    expect(
      portUrl({ hostPort: 53, containerPort: 53, protocol: 'udp', hostIp: null }, 'localhost'),
    ).toBeNull();
  });

  it.each([
    [undefined, 'localhost'],
    ['unix:///var/run/docker.sock', 'localhost'],
    ['npipe:////./pipe/docker_engine', 'localhost'],
    ['tcp://10.0.0.7:2376', '10.0.0.7'],
    ['tcp://[fd00::1]:2376', '[fd00::1]'],
    ['ssh://mira@build.example:22', 'build.example'],
  ])('an engine at %s publishes on %s', (address, host) => {
    expect(engineHost(address)).toBe(host);
  });
});

describe('ailmentOf', () => {
  const of = (change: Partial<Container>) => ailmentOf(sampleContainer(change));

  it.each<[string, Partial<Container>, ReturnType<typeof ailmentOf>]>([
    ['running', { state: 'running' }, null],
    ['healthy', { state: 'running', health: 'healthy' }, null],
    ['unhealthy', { state: 'running', health: 'unhealthy' }, 'unhealthy'],
    ['restarting', { state: 'restarting' }, 'restarting'],
    ['dead', { state: 'dead', exitCode: 0 }, 'dead'],
    ['ended well', { state: 'exited', exitCode: 0 }, null],
    ['ended badly', { state: 'exited', exitCode: 3 }, 'failed'],
    ['stopped', { state: 'exited', exitCode: 143 }, null],
    ['killed', { state: 'exited', exitCode: 137 }, null],
    ['out of memory', { state: 'exited', exitCode: 137, oomKilled: true }, 'out-of-memory'],
    ['never started', { state: 'created' }, null],
  ])('%s', (_, change, ailment) => {
    expect(of(change)).toBe(ailment);
  });
});

describe('filter', () => {
  const shop = sampleContainer({
    name: 'shop-web-1',
    image: 'nginx:1.27',
    id: `abcdef012345${'0'.repeat(52)}`,
    ports: [bind('0.0.0.0', 8080, 80)],
    labels: { 'com.example.team': 'core' },
    project: 'shop',
  });

  it.each([
    'shop',
    'WEB',
    'nginx',
    'abcdef0123',
    '8080',
    '8080:80',
    'com.example.team=core',
    'team=co',
    '',
    'web 1.27',
  ])('%j finds it', (text) => expect(matchesWords(shop, filterWords(text))).toBe(true));

  it.each(['db', '9090', 'team=edge', 'web redis'])('%j does not', (text) =>
    expect(matchesWords(shop, filterWords(text))).toBe(false),
  );
});
