/** An entry of a tar archive. Paths are relative, without a leading slash. */
export type TarEntry =
  | { readonly path: string; readonly type: 'file'; readonly data: Uint8Array; readonly mode?: number }
  | { readonly path: string; readonly type: 'folder'; readonly mode?: number }
  | { readonly path: string; readonly type: 'link'; readonly target: string };

const typeFlags = { file: '0', link: '2', folder: '5' } as const;

/** Packs entries into an uncompressed ustar archive with fixed owner and time, so equal input gives equal bytes. */
export function packTar(entries: readonly TarEntry[]): Buffer {
  const blocks: Uint8Array[] = [];
  for (const entry of entries) {
    blocks.push(header(entry));
    if (entry.type !== 'file') continue;
    blocks.push(entry.data);
    const rest = entry.data.length % 512;
    if (rest > 0) blocks.push(Buffer.alloc(512 - rest));
  }
  blocks.push(Buffer.alloc(1024));
  return Buffer.concat(blocks);
}

function header(entry: TarEntry): Buffer {
  const block = Buffer.alloc(512);
  const path = entry.type === 'folder' ? `${entry.path.replace(/\/$/, '')}/` : entry.path;
  if (Buffer.byteLength(path) > 100) throw new Error(`Path too long for this tar writer: ${path}`);
  const mode = entry.type === 'link' ? 0o777 : (entry.mode ?? (entry.type === 'folder' ? 0o755 : 0o644));
  const size = entry.type === 'file' ? entry.data.length : 0;
  block.write(path, 0);
  writeOctal(block, mode, 100, 8);
  writeOctal(block, 0, 108, 8);
  writeOctal(block, 0, 116, 8);
  writeOctal(block, size, 124, 12);
  writeOctal(block, 0, 136, 12);
  block.write('        ', 148);
  block.write(typeFlags[entry.type], 156);
  if (entry.type === 'link') block.write(entry.target, 157);
  block.write('ustar\x0000', 257);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function writeOctal(block: Buffer, value: number, offset: number, length: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset);
}
