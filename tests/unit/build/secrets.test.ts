import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tsx } from '../../../build/lib/lab.mjs';
import { filesTelling } from '../../rig/canaries.ts';
import { temporaryFolder } from '../../rig/open-app.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const password = { what: 'a password', text: 'canary-of-the-search' };
const key = { what: 'the private key x.key', text: 'MIIcanaryofthesearch' };

/** A zip with one file, as traces are. */
function zipped(name: string, text: string): Buffer {
  const packed = deflateRawSync(text);
  const start = Buffer.alloc(30);
  start.writeUInt32LE(0x04034b50);
  start.writeUInt16LE(name.length, 26);
  const listed = Buffer.alloc(46);
  listed.writeUInt32LE(0x02014b50);
  listed.writeUInt16LE(8, 10);
  listed.writeUInt32LE(packed.length, 20);
  listed.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([start, Buffer.from(name), packed, listed, Buffer.from(name), end]);
}

it('finds a secret wherever it lies in a file, and leaves out what is not to be looked into', () => {
  const large = Buffer.alloc(9 * 1024 * 1024, '.');
  large.write(password.text, 4 * 1024 * 1024 - 7);
  mkdirSync(join(folder.path, 'logs', 'docker'), { recursive: true });
  writeFileSync(join(folder.path, 'logs', 'large'), large);
  writeFileSync(join(folder.path, 'logs', 'clean'), 'nothing');
  writeFileSync(join(folder.path, 'logs', 'docker', 'config.json'), password.text);
  const found = filesTelling(folder.path, [password, key], /^docker$/);
  expect(found).toEqual([`${join(folder.path, 'logs', 'large')}: a password`]);
});

it('looks at the end of a run through logs, traces and what is left, and never says the secret', () => {
  const kept = join(folder.path, 'kept');
  const left = join(folder.path, 'left');
  const results = join(folder.path, 'test-results');
  for (const path of [kept, left, results]) mkdirSync(path);
  writeFileSync(join(kept, 'canaries'), [password, key].map((one) => `${JSON.stringify(one)}\n`).join(''));
  const look = () =>
    execFileSync(process.execPath, [...tsx('tests/support/secrets.ts')], {
      cwd: folder.path,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, SLIPWAY_TEST_KEPT: kept, TMPDIR: left },
    });
  writeFileSync(join(kept, 'logs'), 'all is well');
  writeFileSync(join(results, 'trace.zip'), zipped('0.trace', `typed ${password.text}`));
  expect(look()).toBe('');
  writeFileSync(join(kept, 'logs'), `login ${password.text}`);
  writeFileSync(join(left, 'page'), key.text);
  writeFileSync(join(results, 'trace.zip'), zipped('0.trace', `frame ${key.text}`));
  expect(look().trim().split('\n')).toEqual([
    `${join(kept, 'logs')}: a password`,
    `${join(left, 'page')}: the private key x.key`,
    'trace.zip/0.trace: the private key x.key',
  ]);
});
