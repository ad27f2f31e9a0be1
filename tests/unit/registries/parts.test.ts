import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTurns } from '../../../electron/registries/browse/in-turns.ts';
import { parseChallenges } from '../../../electron/registries/client/challenge.ts';
import { isInsecure } from '../../../electron/registries/client/insecure.ts';
import { proxyFor } from '../../../electron/registries/client/proxy.ts';

describe('work in turns', () => {
  it('answers in the order of what it is for, so many at a time', async () => {
    let now = 0;
    let most = 0;
    const answers = await inTurns([3, 1, 2, 0], 2, async (ticks) => {
      now += 1;
      most = Math.max(most, now);
      for (let count = 0; count < ticks; count += 1) await new Promise(setImmediate);
      now -= 1;
      return ticks;
    });
    expect([answers, most]).toEqual([[3, 1, 2, 0], 2]);
  });

  it('begins nothing more after a failure', async () => {
    const begun: number[] = [];
    const work = inTurns([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      await new Promise(setImmediate);
      if (item === 0) throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    for (let count = 0; count < 10; count += 1) await new Promise(setImmediate);
    expect(begun).toEqual([0, 1]);
  });
});

describe('a challenge', () => {
  it('is taken apart as registries write it', () => {
    const header =
      'Bearer realm="https://auth.example/token",service="registry, \\"a\\"",scope="repository:x:pull", Basic realm=plain';
    const [bearer, basic] = parseChallenges(header);
    expect(bearer?.scheme).toBe('bearer');
    expect(Object.fromEntries(bearer?.params ?? [])).toEqual({
      realm: 'https://auth.example/token',
      service: 'registry, "a"',
      scope: 'repository:x:pull',
    });
    expect([basic?.scheme, basic?.params.get('realm')]).toEqual(['basic', 'plain']);
  });

  it('that is rubbish ends', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void parseChallenges(text)));
  });
});

describe('the proxy', () => {
  const env = {
    HTTPS_PROXY: 'http://proxy:3128',
    http_proxy: 'proxy:3129',
    NO_PROXY: 'plain.example, .dot.example,10.0.0.0/8,host:5001,fd00::/8',
  };
  it.each([
    ['https://reg.example/v2/', 'proxy:3128'],
    ['http://reg.example/v2/', 'proxy:3129'],
    ['https://plain.example:5000/', null],
    ['https://a.plain.example/', null],
    ['https://notplain.example/', 'proxy:3128'],
    ['https://dot.example/', 'proxy:3128'],
    ['https://a.dot.example/', null],
    ['https://10.2.3.4:5000/', null],
    ['https://11.2.3.4:5000/', 'proxy:3128'],
    ['https://[fd00::1]/', null],
    ['https://host:5001/', null],
    ['https://host:5002/', 'proxy:3128'],
    ['https://localhost:5002/', null],
    ['http://127.0.0.9:5002/', null],
  ])('for %s is %s', (url, host) => {
    expect(proxyFor(new URL(url), env)?.host ?? null).toBe(host);
  });

  it('is none with *, and where none is named', () => {
    expect(proxyFor(new URL('https://reg.example'), { ...env, NO_PROXY: '*' })).toBeNull();
    expect(proxyFor(new URL('https://reg.example'), {})).toBeNull();
    expect(proxyFor(new URL('https://reg.example'), { HTTPS_PROXY: '::::' })).toBeNull();
  });
});

describe('an insecure registry', () => {
  const info = {
    RegistryConfig: {
      InsecureRegistryCIDRs: ['192.168.0.0/16', '127.0.0.0/8'],
      IndexConfigs: { 'reg.example:5000': { Secure: false }, 'docker.io': { Secure: true } },
    },
  };
  it.each([
    ['reg.example:5000', true],
    ['docker.io', false],
    ['192.168.1.1:5000', true],
    ['10.0.0.1:5000', false],
    ['127.0.0.1:5000', true],
    ['localhost:5000', true],
    ['[::1]:5000', true],
    ['no-such-host.invalid:5000', false],
  ])('%s: %s', async (host, insecure) => {
    expect(await isInsecure(host, info)).toBe(insecure);
  });

  it('without an engine only what is on this machine', async () => {
    expect(await isInsecure('127.0.0.1:5000', null)).toBe(true);
    expect(await isInsecure('192.168.1.1:5000', null)).toBe(false);
  });
});
