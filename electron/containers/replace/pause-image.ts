import { pack } from 'tar-stream';
import { fail } from '../../../shared/contract/failure.ts';
import { importImage } from '../../engine/api/empty-image.ts';
import type { EngineClient } from '../../engine/client.ts';
import { record, text } from '../../engine/raw/fields.ts';

/** Machine code that waits for ever in the kernel, by the ELF number of its machine. */
const programs: Readonly<Record<string, { machine: number; code: Buffer }>> = {
  // mov eax, 34 (pause); syscall; jmp to the start
  x86_64: { machine: 62, code: Buffer.from('b8220000000f05ebf7', 'hex') },
  // mov x8, 73 (ppoll); mov x0 to x3, 0; svc 0; b to the start
  aarch64: {
    machine: 183,
    code: Buffer.from('280980d2e0031faae1031faae2031faae3031faa010000d4faffff17', 'hex'),
  },
};
const repo = 'slipway-pause';
const headerBytes = 64 + 56;
const base = 0x400000;

/**
 * An image whose only file is a program of some 130 bytes that waits: made here, since nothing may be pulled for it. Answers
 * its id. @throws unsupported `pause-machine`
 */
export async function makePauseImage(client: EngineClient, signal: AbortSignal): Promise<string> {
  const info = record((await client.json('/info', { signal })).body);
  const machine = text(info.Architecture).replace('amd64', 'x86_64').replace('arm64', 'aarch64');
  const program = programs[machine];
  if (program === undefined || (text(info.OSType) || 'linux') !== 'linux')
    throw fail('unsupported', 'pause-machine', { machine });
  const archive = pack();
  archive.entry({ name: 'pause', mode: 0o755 }, elf(program.machine, program.code));
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return importImage(client, Buffer.concat(pieces), { repo, tag: '1' }, signal);
}

/** The least that Linux runs: an ELF header, one segment, and the code. */
function elf(machine: number, code: Buffer): Buffer {
  const file = Buffer.alloc(headerBytes);
  file.write('\x7fELF\x02\x01\x01', 'latin1');
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(machine, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(base + headerBytes), 24);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(64, 52);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(1, 56);
  // PT_LOAD, readable and executable, the whole file.
  file.writeUInt32LE(1, 64);
  file.writeUInt32LE(5, 68);
  file.writeBigUInt64LE(BigInt(base), 80);
  file.writeBigUInt64LE(BigInt(base), 88);
  const whole = BigInt(headerBytes + code.length);
  file.writeBigUInt64LE(whole, 96);
  file.writeBigUInt64LE(whole, 104);
  file.writeBigUInt64LE(0x1000n, 112);
  return Buffer.concat([file, code]);
}
