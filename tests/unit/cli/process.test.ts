import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostArguments, runHost } from './host-process.ts';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'slipway-cli-'));
});
afterAll(() => rm(home, { recursive: true }));

const start = (...args: HostArguments) => runHost(home, ...args);

describe('the command line as a process', { timeout: 20_000 }, () => {
  it('answers, and is gone', async () => {
    const { code, out, err } = await start('cli', ['call', 'settings.get']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ file: path.join(home, 'settings.json') });
  });

  it('fails with one JSON object where no engine is', async () => {
    const { code, out, err } = await start('cli', ['call', 'containers.list', '{"all":true}']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(JSON.parse(err)).toMatchObject({ code: 'unreachable', reason: 'socket-missing' });
  });

  it('says its version', async () => {
    expect(await start('cli', ['--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it('ends quietly when the reader leaves', async () => {
    const result = await start('cli', ['watch', 'engine.state'], (child) => child.stdout?.destroy());
    expect(result).toMatchObject({ code: 0, err: '' });
  });

  it('ends at ctrl-c', async () => {
    const result = await start('cli', ['watch', 'engine.state'], (child) => child.kill('SIGINT'));
    expect(result).toMatchObject({ code: 130, err: '' });
  });
});

describe('the web host as a process', { timeout: 20_000 }, () => {
  it.each([['--port', '99999'], ['--nonsense'], ['--host', 'desktop']])(
    'exit 2 for %s %s',
    async (...args) => {
      const { code, out, err } = await start('web', args);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('Usage:');
    },
  );
});
