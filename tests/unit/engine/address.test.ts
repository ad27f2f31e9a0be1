import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, formatAddress, isLocal, parseAddress } from '../../../electron/engine/address.ts';
import { SlipwayError } from '../../../shared/contract/failure.ts';

describe('parseAddress', () => {
  it.each<[string, boolean, Address]>([
    ['unix:///var/run/docker.sock', false, { kind: 'unix', path: '/var/run/docker.sock' }],
    ['unix://', false, { kind: 'unix', path: '/var/run/docker.sock' }],
    ['npipe:////./pipe/docker_engine', false, { kind: 'npipe', path: '//./pipe/docker_engine' }],
    ['tcp://box', false, { kind: 'tcp', host: 'box', port: 2375, tls: false, pathPrefix: '' }],
    ['tcp://box', true, { kind: 'tcp', host: 'box', port: 2376, tls: true, pathPrefix: '' }],
    ['tcp://box:2376', false, { kind: 'tcp', host: 'box', port: 2376, tls: true, pathPrefix: '' }],
    ['tcp://box:80', false, { kind: 'tcp', host: 'box', port: 80, tls: false, pathPrefix: '' }],
    ['box:4243', false, { kind: 'tcp', host: 'box', port: 4243, tls: false, pathPrefix: '' }],
    [
      'tcp://[::1]:2375/engine/',
      false,
      { kind: 'tcp', host: '[::1]', port: 2375, tls: false, pathPrefix: '/engine' },
    ],
    ['ssh://ada@box:22', false, { kind: 'ssh', user: 'ada', host: 'box', port: 22, socketPath: '' }],
    [
      'ssh://box/run/d.sock',
      false,
      { kind: 'ssh', user: '', host: 'box', port: null, socketPath: '/run/d.sock' },
    ],
  ])('reads %s (tls %s)', (text, tls, address) => {
    expect(parseAddress(text, tls)).toEqual(address);
  });

  it.each([
    '',
    '/var/run/docker.sock',
    'ftp://box',
    'unix://relative',
    `unix:///${'x'.repeat(120)}`,
    'tcp://',
    'tcp://box:0',
    'tcp://box:99999',
    'tcp://ada@box',
    'ssh://',
    'ssh://ada:secret@box',
    'ssh://-oProxyCommand=touch/x',
    'ssh://box?x=1',
  ])('refuses %s with a typed failure', (text) => {
    try {
      parseAddress(text);
      expect.unreachable('it was taken');
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(SlipwayError);
      if (thrown instanceof SlipwayError) {
        expect(thrown.error.code).toBe('invalid-input');
        expect(thrown.error.reason).toBe('address-malformed');
        expect(thrown.error.hint?.text).toContain('unix://');
      }
    }
  });

  it('never puts a password into the message', () => {
    expect(() => parseAddress('ssh://ada:hunter2@box')).toThrow(SlipwayError);
  });

  it('throws nothing but typed failures, and what it takes it spells the same way again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((s) => `tcp://${s}`),
        ),
        fc.boolean(),
        (text, tls) => {
          let address: Address;
          try {
            address = parseAddress(text, tls);
          } catch (thrown) {
            return thrown instanceof SlipwayError;
          }
          const again = parseAddress(formatAddress(address), address.kind === 'tcp' && address.tls);
          expect(again).toEqual(address);
          return true;
        },
      ),
    );
  });
});

describe('isLocal', () => {
  it('is true where a retry costs nothing', () => {
    expect(isLocal(parseAddress('unix:///x'))).toBe(true);
    expect(isLocal(parseAddress('tcp://127.0.0.1:1'))).toBe(true);
    expect(isLocal(parseAddress('tcp://10.0.0.1:1'))).toBe(false);
    expect(isLocal(parseAddress('ssh://box'))).toBe(false);
  });
});
