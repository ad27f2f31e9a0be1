import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ArchiveCheck, type ArchiveFault } from '../../../electron/images/archive-check.ts';
import { TarWalker } from '../../../shared/model/tar-walk.ts';
import { packTar } from '../../engine-lab/tar.ts';

const sum = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');
const file = (path: string, text: string) => ({ path, type: 'file' as const, data: Buffer.from(text) });

/** As it is found in pieces of a size that fits nothing. */
function faultOf(entries: Parameters<typeof packTar>[0], pieces = 333): ArchiveFault | null {
  const check = new ArchiveCheck();
  const walker = new TarWalker(check);
  const tar = packTar(entries);
  for (let at = 0; at < tar.length; at += pieces) walker.push(tar.subarray(at, at + pieces));
  walker.end();
  return check.fault();
}

const layer = 'the files of a layer'.repeat(100);
const config = JSON.stringify({ rootfs: { diff_ids: [`sha256:${sum(layer)}`] } });
const manifest = JSON.stringify([{ Config: 'c.json', RepoTags: ['a:1'], Layers: ['l/layer.tar'] }]);

describe('an archive of images', () => {
  const whole = [file('l/layer.tar', layer), file('c.json', config), file('manifest.json', manifest)];

  it('is fine where everything is there and as it was', () => {
    expect(faultOf(whole)).toBeNull();
  });

  it.each([
    ['without its layer', whole.slice(1), { kind: 'missing', entry: 'l/layer.tar' }],
    ['without its config', [...whole.slice(0, 1), ...whole.slice(2)], { kind: 'missing', entry: 'c.json' }],
    [
      'with another layer',
      [file('l/layer.tar', `${layer}!`), ...whole.slice(1)],
      { kind: 'changed', entry: 'l/layer.tar' },
    ],
    [
      'with half a manifest',
      [...whole.slice(0, 2), file('manifest.json', manifest.slice(0, 9))],
      { kind: 'garbled', entry: 'manifest.json' },
    ],
    ['without a list', whole.slice(0, 2), { kind: 'no-images' }],
    ['of a root filesystem', [file('etc/passwd', 'root')], { kind: 'no-images' }],
  ])('%s is refused', (_what, entries, fault) => {
    expect(faultOf(entries)).toEqual(fault);
  });

  it.each([
    ['gzip', '1f8b08'],
    ['zstd', '28b52ffd'],
    ['xz', 'fd377a585a00'],
    ['bzip2', '425a68'],
  ])('with a layer that is packed with %s is fine, in whatever pieces it comes', (_what, start) => {
    const packed = { ...file('l/layer.tar', ''), data: Buffer.from(`${start}00112233`, 'hex') };
    for (const pieces of [333, 511, 1]) expect(faultOf([packed, ...whole.slice(1)], pieces)).toBeNull();
  });

  it('of the newer layout is looked at by the sums in its names', () => {
    const blob = JSON.stringify({ layers: [] });
    const index = JSON.stringify({ manifests: [{ digest: `sha256:${sum(blob)}` }] });
    const layout = file('oci-layout', '{}');
    const blobs = file(`blobs/sha256/${sum(blob)}`, blob);
    expect(faultOf([layout, blobs, file('index.json', index)])).toBeNull();
    expect(faultOf([layout, file('index.json', index)])).toEqual({ kind: 'missing', entry: blobs.path });
    expect(faultOf([layout, file(blobs.path, `${blob} `), file('index.json', index)])).toEqual({
      ...{ kind: 'changed', entry: blobs.path },
    });
  });
});
