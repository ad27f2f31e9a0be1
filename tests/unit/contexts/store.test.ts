import fs, { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedMeta, newMeta } from '../../../electron/contexts/meta.ts';
import { placesOf } from '../../../electron/contexts/places.ts';
import { ContextStore } from '../../../electron/contexts/store.ts';
import type { TlsTexts } from '../../../electron/contexts/tls.ts';
import { ContextFiles } from '../../../electron/contexts/watching.ts';
import { eventually } from '../../rig/wait-for.ts';

const meta = { name: 'work', description: '', host: 'tcp://there:2376', skipTlsVerify: false };
const tls: TlsTexts = new Map([
  ['ca', 'ca 1'],
  ['key', 'key 1'],
]);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-contexts-'));
});
afterEach(() => rm(folder, { recursive: true }));

const all = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

describe('the context store', () => {
  it('leaves nothing behind where a context cannot be written', async () => {
    const at = placesOf(folder, 'work');
    await mkdir(join(folder, 'contexts'), { recursive: true });
    // Where the folder of the TLS files is to be there is a file.
    await writeFile(join(folder, 'contexts/tls'), 'in the way');
    await expect(new ContextStore(folder).create(meta, tls)).rejects.toMatchObject({
      error: { reason: 'contexts-unwritable' },
    });
    expect(await all()).toEqual(['tls']);
    await rm(join(folder, 'contexts/tls'));
    // Where its meta.json is to be there is a folder: the TLS files are written by then.
    await mkdir(join(at.metaFile, 'in-the-way'), { recursive: true });
    await expect(new ContextStore(folder).create(meta, tls)).rejects.toBeDefined();
    expect(await all()).toEqual([]);
  });

  it('puts the TLS files back where a change fails after them', async () => {
    const store = new ContextStore(folder);
    await store.create(meta, tls);
    const at = placesOf(folder, 'work');
    const before = await store.digest('work');
    const wish = async (): Promise<TlsTexts> => {
      // Somebody removes the context while its new files are on their way.
      await rm(at.metaFile);
      return new Map([['ca', 'ca 2']]);
    };
    await expect(store.update('work', { host: 'tcp://other:1' }, wish)).rejects.toBeDefined();
    expect(await readFile(join(at.tls, 'ca.pem'), 'utf8')).toBe('ca 1');
    expect(await readFile(join(at.tls, 'key.pem'), 'utf8')).toBe('key 1');
    expect((await all()).filter((name) => !name.endsWith('.pem'))).toEqual([]);
    expect(before).not.toBe(null);
  });

  it('brings the TLS files back that a killed Slipway had put aside, and clears what it left', async () => {
    const store = new ContextStore(folder);
    await store.create(meta, tls);
    const at = placesOf(folder, 'work');
    await mkdir(join(at.tlsFolder, 'docker.slipway-new'));
    await writeFile(join(at.tlsFolder, 'docker.slipway-new/key.pem'), 'half');
    const { rename } = await import('node:fs/promises');
    await rename(at.tls, join(at.tlsFolder, 'docker.slipway-old'));
    await store.update('work', {}, async () => new Map([['ca', 'ca 3']]));
    expect(await readdir(at.tlsFolder)).toEqual(['docker']);
    expect(await readFile(join(at.tls, 'ca.pem'), 'utf8')).toBe('ca 3');
  });

  it('keeps the TLS files of a context for as long as there is one, wherever a removal is killed', async () => {
    const { rm: realRm, rename: realRename } = fs;
    const store = new ContextStore(folder);
    const at = placesOf(folder, 'work');
    for (let steps = 0; steps < 6; steps += 1) {
      await rm(at.tlsFolder, { recursive: true, force: true });
      await store.remove('work');
      await store.create(meta, tls);
      let done = 0;
      const step = (path: unknown) => {
        if (!/contexts.(?:meta|tls)/.test(String(path))) return;
        done += 1;
        if (done > steps) throw new Error('killed');
      };
      fs.rm = async (path, options) => {
        step(path);
        return realRm(path, options);
      };
      fs.rename = async (from, to) => {
        step(from);
        return realRename(from, to);
      };
      syncBuiltinESMExports();
      try {
        await store.remove('work').catch(() => undefined);
      } finally {
        Object.assign(fs, { rm: realRm, rename: realRename });
        syncBuiltinESMExports();
      }
      expect(done).toBeGreaterThan(0);
      const left = await all();
      if (left.includes('meta.json')) expect(left).toEqual(['ca.pem', 'key.pem', 'meta.json']);
      expect(await readdir(join(folder, 'contexts/tls'))).not.toContain(
        `${basename(at.tlsFolder)}.slipway-gone`,
      );
    }
  });

  it('lets one of two at once make a context', async () => {
    const two = [new ContextStore(folder), new ContextStore(folder)];
    const made = await Promise.allSettled(two.map((store) => store.create(meta, tls)));
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await all()).toEqual(['ca.pem', 'key.pem', 'meta.json']);
  });

  it('reads back whatever it wrote, and changes nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.boolean(), (description, host, skipTlsVerify) => {
        const text = newMeta({ name: 'work', description, host, skipTlsVerify });
        const read = JSON.parse(text);
        expect(read.Metadata.Description ?? '').toBe(description);
        expect(read.Endpoints.docker).toEqual({ Host: host, SkipTLSVerify: skipTlsVerify });
        expect(changedMeta(text, 'x', { host: 'unix:///a' })).toBe(
          newMeta({ name: 'work', description, host: 'unix:///a', skipTlsVerify }),
        );
      }),
    );
  });
});

describe('watching the context files', () => {
  it('tells of what another program does, also where there was no folder yet, and of nothing after its end', async () => {
    const home = join(folder, 'not-there-yet');
    const files = new ContextFiles(home);
    let told = 0;
    const stop = files.listen(() => {
      told += 1;
    });
    const sees = async (what: string, act: () => Promise<unknown>) => {
      const before = told;
      await act();
      await eventually(what, () => expect(told).toBeGreaterThan(before));
    };
    // What happens before the first look is no change.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await sees('a first context', () => new ContextStore(home).create(meta, tls));
    await sees('a change', () => new ContextStore(home).update('work', { host: 'tcp://b:1' }, null));
    await sees('config.json', () => writeFile(join(home, 'config.json'), '{}'));
    await sees('the end', () => new ContextStore(home).remove('work'));
    stop();
    const before = told;
    await new ContextStore(home).create(meta, tls);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(told).toBe(before);
    await files.close();
  });
});
