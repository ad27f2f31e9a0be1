import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHost } from '../unit/cli/host-process.ts';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'slipway-host-'));
});
afterAll(() => rm(home, { recursive: true }));

const ready = /^Slipway is ready: (http:\/\/127\.0\.0\.1:(\d+)\/)#token=[\w-]{43}\n$/;
const get = (url: string) =>
  new Promise<string>((resolve, reject) => {
    http
      .get(url, { agent: false }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve(body));
      })
      .on('error', reject);
  });

describe('the web host', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says one line, serves the page, and at %s is gone with 0',
    async (signal) => {
      let page: Promise<string> | undefined;
      const { code, out } = await runHost(home, 'web', ['--port', '0', '--no-open'], (child, output) => {
        page = get(ready.exec(output)?.[1] ?? 'http://127.0.0.1:1/').finally(() => child.kill(signal));
      });
      expect(await page).toContain('<div id="root">');
      expect(out).toMatch(ready);
      expect(code).toBe(0);
      await expect(get(ready.exec(out)?.[1] ?? '')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    },
  );

  it('gives another link at SIGUSR2', async () => {
    const { out } = await runHost(home, 'web', ['--no-open'], (child, output) => {
      child.kill(output.split('\n').length === 2 ? 'SIGUSR2' : 'SIGTERM');
    });
    const links = out.trimEnd().split('\n');
    expect(links).toHaveLength(2);
    for (const link of links) expect(`${link}\n`).toMatch(ready);
    expect(links[0]).not.toBe(links[1]);
  });

  it('says that its port is taken, exit 1', async () => {
    const other = net.createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as net.AddressInfo).port));
    });
    const { code, out, err } = await runHost(home, 'web', ['--port', String(port), '--no-open']);
    other.close();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`Port ${port} is taken`);
  });
});
