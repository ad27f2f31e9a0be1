import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reach } from '../../../electron/machine/reach.ts';

const server = createServer((asked, answer) => {
  answer.writeHead(Number(/^\/(\d+)\/v2\/$/.exec(asked.url ?? '')?.[1] ?? 401)).end();
});
let base = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  base = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('reach', () => {
  const signal = new AbortController().signal;
  it('takes the answers of a registry, and no others', async () => {
    expect(await reach(base, signal)).toEqual({ ok: true });
    expect(await reach(`${base}/200`, signal)).toEqual({ ok: true });
    // What mirrors answer that serve only their own customers, or nothing any more.
    for (const status of ['403', '404', '503'])
      expect(await reach(`${base}/${status}`, signal)).toEqual({ ok: false, why: status });
  });

  it('says in a word why not', async () => {
    expect(await reach('http://127.0.0.1:1', signal)).toEqual({ ok: false, why: 'ECONNREFUSED' });
    expect(await reach('file:///etc/passwd', signal)).toEqual({ ok: false, why: 'EADDRESS' });
    expect(await reach('no address', signal)).toEqual({ ok: false, why: 'EADDRESS' });
    expect(await reach(base, AbortSignal.abort())).toEqual({ ok: false, why: 'ETIMEDOUT' });
  });
});
