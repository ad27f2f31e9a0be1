import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  homeInAccounts,
  homeInEnvironment,
  isOwnDesktop,
} from '../../../electron/registries/certificates/engine-home.ts';
import { candidates, type Told } from '../../../electron/registries/certificates/places.ts';
import { removeSteps } from '../../../electron/registries/certificates/steps.ts';
import { temporaryFolder } from '../../rig/open-app.ts';

const rootless = { SecurityOptions: ['name=rootless'] };
const told = (info: object, more: Partial<Told> = {}): Told => ({
  ...{ address: { kind: 'unix', path: '/run/docker.sock' }, podman: false, host: null, machine: 'here' },
  ...{ home: { home: '/home/them', configs: '/home/them/.config' }, ownDesktop: null },
  info: { Name: 'here', ...info },
  ...more,
});
const localsOf = (one: Told) => candidates(one).map(({ local }) => local);

describe('where an engine looks', () => {
  it('is taken for a folder of this machine only where the engine is on it, whatever its kind', () => {
    expect(localsOf(told({}))).toEqual(['/etc/docker/certs.d']);
    expect(localsOf(told(rootless))).toEqual(['/home/them/.config/docker/certs.d']);
    expect(localsOf(told({}, { podman: true }))).toEqual(['/etc/containers/certs.d', '/etc/docker/certs.d']);
    expect(localsOf(told(rootless, { podman: true }))[0]).toBe('/home/them/.config/containers/certs.d');
    // A socket that ssh forwards from another machine.
    for (const info of [{}, rootless])
      for (const podman of [false, true]) {
        const found = candidates(told({ Name: 'far', ...info }, { podman }));
        expect(found.map(({ local }) => local).filter((local) => local !== null)).toEqual([]);
      }
  });

  it('is in the home of whoever runs it, by its sign where that is not known', () => {
    const far = { address: { kind: 'ssh', user: '', host: 'far', port: null, socketPath: '' } } as const;
    const [place] = candidates(told(rootless, { ...far, home: null }));
    expect(place).toMatchObject({ path: '~/.config/docker/certs.d', local: null });
    const hidden = { hidden: true, access: 'none' } as const;
    const [first] = candidates(told(rootless, { ...far, home: null })).map((one) => ({ ...one, ...hidden }));
    if (first === undefined) throw new Error('no place');
    expect(removeSteps(`${first.path}/r:1`, first, far.address)).toBe(
      `ssh far 'rm -r ~/.config/docker/certs.d/r:1'`,
    );
    expect(homeInEnvironment('A=1\0HOME=/home/a\0')).toEqual({ home: '/home/a', configs: '/home/a/.config' });
    expect(homeInEnvironment('HOME=/h\0XDG_CONFIG_HOME=/c')).toEqual({ home: '/h', configs: '/c' });
    expect(homeInEnvironment('')).toBeNull();
    const accounts = 'root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n';
    expect([homeInAccounts(accounts, 1000), homeInAccounts(accounts, 7)]).toEqual(['/home/ann', null]);
  });

  it('is the home of a Docker Desktop of this person, and of no other', async () => {
    const desktop = { OperatingSystem: 'Docker Desktop', Name: 'docker-desktop' };
    expect(localsOf(told(desktop, { ownDesktop: '/home/me' }))).toEqual(['/home/me/.docker/certs.d']);
    expect(localsOf(told(desktop))).toEqual([null]);
    const home = await temporaryFolder();
    mkdirSync(join(home.path, '.docker', 'run'), { recursive: true });
    const socket = join(home.path, '.docker', 'run', 'docker.sock');
    writeFileSync(socket, '');
    symlinkSync(socket, join(home.path, 'link.sock'));
    writeFileSync(join(home.path, 'forwarded.sock'), '');
    const env = { HOME: home.path };
    const isOwn = (path: string) => isOwnDesktop({ kind: 'unix', path }, env);
    expect(await isOwn(join(home.path, 'link.sock'))).toBe(true);
    expect(await isOwn(join(home.path, 'forwarded.sock'))).toBe(false);
    const tcp = { kind: 'tcp', host: '127.0.0.1', port: 2375, tls: false, pathPrefix: '' } as const;
    expect(await isOwnDesktop(tcp, env)).toBe(false);
    await home.remove();
  });
});
