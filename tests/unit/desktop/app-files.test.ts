import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy, resolveAppFile, serveAppFile } from '../../../electron/desktop/app-files.ts';

const root = '/opt/slipway/dist/renderer';
const get = (url: string) => resolveAppFile({ url, method: 'GET' }, root);

describe('resolveAppFile', () => {
  it.each([
    ['app://slipway/', 'index.html', 'text/html; charset=utf-8'],
    ['app://slipway', 'index.html', 'text/html; charset=utf-8'],
    ['app://slipway/#/containers', 'index.html', 'text/html; charset=utf-8'],
    ['app://slipway/?x=../..', 'index.html', 'text/html; charset=utf-8'],
    ['app://slipway/assets/page-1.js', 'assets/page-1.js', 'text/javascript; charset=utf-8'],
    ['app://slipway/assets/./page.css', 'assets/page.css', 'text/css; charset=utf-8'],
    ['app://slipway/assets/%70age.css', 'assets/page.css', 'text/css; charset=utf-8'],
    ['app://slipway/a/../../../index.html', 'index.html', 'text/html; charset=utf-8'],
  ])('%s is %s', (url, path, type) => {
    expect(get(url)).toMatchObject({ ok: true, path: join(root, path), headers: { 'content-type': type } });
  });

  it.each([
    ['app://slipway/%2e%2e/%2e%2e/etc/passwd.txt', 404],
    ['app://slipway/..%2f..%2fetc%2fpasswd.txt', 403],
    ['app://slipway/assets/..%2f..%2f..%2fsecret.txt', 403],
    ['app://slipway/assets/%2e%2e%2f%2e%2e%2fsecret.txt', 403],
    ['app://slipway/%252e%252e%252fsecret.txt', 403],
    ['app://slipway/..%5c..%5csecret.txt', 403],
    ['app://slipway/..\\..\\secret.txt', 403],
    ['app://slipway/C:%5csecret.txt', 403],
    ['app://slipway/index.html%00.txt', 403],
    ['app://slipway/index.html::$DATA.txt', 403],
    ['app://slipway//etc/passwd.txt', 404],
    ['app://slipway/%2fetc%2fpasswd', 404],
    ['app://slipway/%zz.txt', 400],
    ['app://slipway/%ff.txt', 400],
    ['app://slipway/main.ts', 404],
    ['app://slipway/assets/', 404],
    ['app://slipway/assets', 404],
    ['app://slipway/.', 200],
    ['app://evil/index.html', 403],
    ['app://user@slipway/index.html', 403],
    ['app://slipway:80/index.html', 403],
    ['file:///etc/passwd.txt', 403],
    ['https://slipway/index.html', 403],
    ['not a url', 403],
  ])('%s gets %i or a file inside', (url, status) => {
    const file = get(url);
    if (file.ok) expect(file.path.startsWith(`${root}/`), file.path).toBe(true);
    else expect(file.status).toBe(status);
  });

  it('never leaves its folder, whatever is asked for', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%2e',
      '%2f',
      '%5c',
      '%25',
      'a.txt',
      'C:',
      '%00',
      '~',
      '//',
      'é',
      '\u2024',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const file = get(`app://slipway/${pieces.join('')}`);
        return !file.ok || file.path.startsWith(`${root}/`);
      }),
      { numRuns: 2000 },
    );
  });

  it('only reads', () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'get']) {
      expect(resolveAppFile({ url: 'app://slipway/', method }, root)).toMatchObject({
        ok: false,
        status: 405,
      });
    }
  });

  it('sends the policy with every answer, refusals too', () => {
    for (const url of ['app://slipway/', 'app://slipway/nothing.xyz', 'app://evil/']) {
      expect(get(url).headers).toMatchObject({
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
      });
    }
    expect(contentSecurityPolicy).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(contentSecurityPolicy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe/);
  });
});

describe('serveAppFile', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-files-'));
    await mkdir(join(folder, 'renderer', 'x.txt'), { recursive: true });
    await writeFile(join(folder, 'renderer', 'index.html'), '<p>page');
    await writeFile(join(folder, 'secret.txt'), 'secret');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const serve = (url: string, method = 'GET') =>
    serveAppFile(
      { url, method },
      join(folder, 'renderer'),
      async (path) => new Uint8Array(await readFile(path)),
    );

  it('serves what is there', async () => {
    const page = await serve('app://slipway/');
    expect([page.status, await page.text()]).toEqual([200, '<p>page']);
    expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    const head = await serve('app://slipway/index.html', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('says 404 for what is not, and for folders', async () => {
    expect((await serve('app://slipway/nothing.html')).status).toBe(404);
    expect((await serve('app://slipway/x.txt')).status).toBe(404);
    expect((await serve('app://slipway/index.html/x.txt')).status).toBe(404);
  });

  it('does not serve the neighbours', async () => {
    expect((await serve('app://slipway/..%2fsecret.txt')).status).toBe(403);
  });

  it('passes other troubles on', async () => {
    const broken = () => Promise.reject(Object.assign(new Error('broken disk'), { code: 'EIO' }));
    await expect(serveAppFile({ url: 'app://slipway/', method: 'GET' }, '/r', broken)).rejects.toThrow(
      'broken',
    );
  });
});
