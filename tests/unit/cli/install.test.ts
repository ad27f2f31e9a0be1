import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { installEngine } from '../../../electron/cli/install.ts';
import type { Client } from '../../../shared/contract/client.ts';
import type { EngineSetup } from '../../../shared/contract/machine-setup.ts';

const debian: EngineSetup = {
  ...{ system: 'debian', name: 'Debian\u001b[31m', installed: [], canInstall: true },
  packages: ['docker.io'],
  steps: [{ what: 'install', command: 'sudo apt-get install docker.io' }],
};

async function run(setup: EngineSetup, agreed: boolean) {
  const asked: string[] = [];
  const client = {
    call: async (method: string) => {
      asked.push(method);
      return { ok: true, value: method === 'machine.setup' ? setup : { installed: ['docker.io'] } };
    },
    stream: (method: string, _input: unknown, on: { item(item: unknown): void }) => {
      if (method === 'operations.watch') on.item([{ id: 'op-1', kind: 'machine.install' }]);
      else on.item({ name: 'Unpacking\u001b[2J docker.io' });
      return { cancel: () => undefined };
    },
  } as unknown as Client;
  let [out, err] = ['', ''];
  const to = (add: (text: string) => void) =>
    new Writable({
      write(chunk, _encoding, done) {
        add(String(chunk));
        done();
      },
    });
  const streams = {
    stdin: Readable.from([]),
    stdout: to((text) => {
      out += text;
    }),
    stderr: to((text) => {
      err += text;
    }),
    signal: new AbortController().signal,
  };
  const code = await installEngine(streams, client, { agreed, mirror: undefined });
  return { code, out, err, asked };
}

describe('install', () => {
  it('only tells how until it is agreed to', async () => {
    const { code, out, asked } = await run(debian, false);
    expect({ code, asked }).toEqual({ code: 0, asked: ['machine.setup'] });
    expect(out).toContain('slipway install --yes installs: docker.io');
    expect(out).toContain('  sudo apt-get install docker.io');
    expect(out).not.toContain('\u001b');
  });

  it('installs, and tells each line without its control characters', async () => {
    const { code, out, err, asked } = await run(debian, true);
    expect({ code, out }).toEqual({ code: 0, out: '{"installed":["docker.io"]}\n' });
    expect(asked).toEqual(['machine.setup', 'machine.install']);
    expect(err).toBe('Unpacking [2J docker.io\n');
  });

  it('leaves an engine that is there alone', async () => {
    const { out, asked } = await run({ ...debian, installed: ['/usr/sbin/dockerd'] }, true);
    expect(asked).toEqual(['machine.setup']);
    expect(out).toBe('{"installed":["/usr/sbin/dockerd"]}\n');
  });

  it('fails with the steps where Slipway cannot', async () => {
    const { code, out, asked } = await run({ ...debian, canInstall: false, system: 'fedora' }, true);
    expect({ code, asked }).toEqual({ code: 1, asked: ['machine.setup'] });
    expect(out).toContain('By hand:');
  });
});
