import { createHash, type Hash } from 'node:crypto';
import type { TarHeader, TarVisitor } from '../../shared/model/tar-walk.ts';
import { list, record, text, texts } from '../engine/raw/fields.ts';

/** Descriptions of images are small; what is larger is a layer. */
const mostBytesKept = 4 * 1024 * 1024;
const mostBytesInAll = 64 * 1024 * 1024;

/** How files begin that are packed: gzip, zstd, xz, bzip2. */
const packings = ['1f8b', '28b52ffd', 'fd377a585a00', '425a68'];
const longestPacking = 6;

/** Why an archive holds no images that could be loaded. */
export type ArchiveFault =
  | { kind: 'no-images' }
  | { kind: 'garbled'; entry: string }
  | { kind: 'missing'; entry: string }
  | { kind: 'changed'; entry: string };

/**
 * Looks through an archive of images as it goes by: everything that its lists name must be there, and have the sum that
 * it is named by. An engine would find that out only half-way, with some images loaded.
 */
export class ArchiveCheck implements TarVisitor {
  /** Files by name, with the sum of their content; folders and links too, without one. */
  readonly #sums = new Map<string, string | null>();
  readonly #texts = new Map<string, string>();
  /** Files that are packed: what they unpack to has another sum. */
  readonly #packed = new Set<string>();
  #name = '';
  #hash: Hash | null = null;
  #pieces: Buffer[] = [];
  #keeps = false;
  #kept = 0;
  /** The first bytes of the file, in hexadecimal digits. */
  #start = '';

  header(header: TarHeader): void {
    this.#finish();
    this.#name = plain(header.name);
    this.#hash = header.type === 'file' ? createHash('sha256') : null;
    this.#keeps = header.type === 'file' && header.size <= mostBytesKept && this.#kept < mostBytesInAll;
    this.#start = '';
    this.#pieces = [];
    if (this.#hash === null) this.#sums.set(this.#name, null);
  }

  body(piece: Uint8Array): void {
    this.#hash?.update(piece);
    const lacking = longestPacking - this.#start.length / 2;
    if (lacking > 0) this.#start += Buffer.from(piece.subarray(0, lacking)).toString('hex');
    if (!this.#keeps) return;
    this.#pieces.push(Buffer.from(piece));
    this.#kept += piece.length;
  }

  /** What is wrong with it, null where nothing is; to be asked once, after the end. */
  fault(): ArchiveFault | null {
    this.#finish();
    const manifest = this.#texts.get('manifest.json');
    if (manifest !== undefined) return this.#checkManifest(manifest);
    if (this.#sums.has('index.json') && this.#sums.has('oci-layout')) return this.#checkBlobs();
    // Written by engines before 1.10: a folder a layer.
    return this.#sums.has('repositories') ? null : { kind: 'no-images' };
  }

  #finish(): void {
    if (this.#hash === null) return;
    this.#sums.set(this.#name, this.#hash.digest('hex'));
    if (packings.some((magic) => this.#start.startsWith(magic))) this.#packed.add(this.#name);
    if (this.#keeps) this.#texts.set(this.#name, Buffer.concat(this.#pieces).toString('utf8'));
    this.#hash = null;
    this.#pieces = [];
  }

  #checkManifest(manifest: string): ArchiveFault | null {
    const images = parsed(manifest);
    if (!Array.isArray(images) || images.length === 0) return { kind: 'garbled', entry: 'manifest.json' };
    for (const raw of images) {
      const { Config, Layers } = record(raw);
      const config = plain(text(Config));
      if (!this.#sums.has(config)) return { kind: 'missing', entry: config };
      const described = parsed(this.#texts.get(config) ?? '');
      if (described === undefined) return { kind: 'garbled', entry: config };
      const sums = texts(record(record(described).rootfs).diff_ids);
      for (const [at, layer] of texts(Layers).map(plain).entries()) {
        const sum = this.#sums.get(layer);
        if (sum === undefined) return { kind: 'missing', entry: layer };
        const wanted = sums[at]?.replace(/^sha256:/, '');
        // A link leads to a layer that another image has; a packed one is summed after it is unpacked.
        if (sum === null || this.#packed.has(layer) || wanted === undefined) continue;
        if (sum !== wanted) return { kind: 'changed', entry: layer };
      }
    }
    return this.#checkBlobs();
  }

  /** Files below `blobs/sha256` are named by their sums. */
  #checkBlobs(): ArchiveFault | null {
    for (const [name, sum] of this.#sums) {
      const [, wanted] = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(name) ?? [];
      if (wanted !== undefined && sum !== null && sum !== wanted) return { kind: 'changed', entry: name };
    }
    const index = this.#texts.get('index.json');
    if (index === undefined) return null;
    const manifests = list(record(parsed(index)).manifests);
    if (manifests.length === 0) return { kind: 'garbled', entry: 'index.json' };
    for (const raw of manifests) {
      const entry = `blobs/${text(record(raw).digest).replace(':', '/')}`;
      if (!this.#sums.has(entry)) return { kind: 'missing', entry };
    }
    return null;
  }
}

const plain = (name: string): string => name.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');

/** undefined for what is no JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
