import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fail } from '../../../shared/contract/failure.ts';
import type { EngineClient } from '../../engine/client.ts';
import { findEngineHost } from '../../engine/engine-host.ts';
import { type RawRecord, record, text, texts } from '../../engine/raw/fields.ts';
import { dataFolder } from './helper.ts';

const env = { PATH: `${process.env.PATH ?? ''}:/usr/bin:/bin`, LC_ALL: 'C' };
/** Numbers for owners, and every extended attribute: among them are capabilities and access lists. */
const common = ['--numeric-owner', '--xattrs', '--xattrs-include=*'];

/** Finds the folders of volumes on the engine's disk, where Slipway may read and write it as root. */
export async function findVolumeDisk(
  client: EngineClient,
  signal: AbortSignal,
): Promise<(volume: RawRecord) => Promise<string | null>> {
  const nowhere = async () => null;
  const host = process.getuid?.() === 0 ? await findEngineHost(client.address) : null;
  if (host === null) return nowhere;
  const { SecurityOptions } = record((await client.json('/info', { signal })).body);
  // Owners on such a disk are not those that containers see.
  if (texts(SecurityOptions).some((option) => /name=(?:userns|rootless)/.test(option))) return nowhere;
  return async (volume) => {
    const mountpoint = text(volume.Mountpoint);
    // With options, or another driver, it is mounted there only while a container has it.
    const plain = text(volume.Driver) === 'local' && Object.keys(record(volume.Options)).length === 0;
    if (!plain || posix.basename(mountpoint) !== dataFolder) return null;
    const parent = host.path(posix.dirname(mountpoint));
    try {
      return (await stat(`${parent}/${dataFolder}`)).isDirectory() ? parent : null;
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown) return null;
      throw thrown;
    }
  };
}

/** The files below a folder as a tar; `changed` is true once some of them changed meanwhile. */
export function readFromDisk(
  parent: string,
  volume: string,
  signal: AbortSignal,
): { pieces: AsyncGenerator<Buffer>; changed(): boolean } {
  let changed = false;
  async function* pieces(): AsyncGenerator<Buffer> {
    const tar = spawn(
      'tar',
      ['--create', '--format=pax', '--sparse', ...common, '--file=-', `--directory=${parent}`, dataFolder],
      { env, stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' },
    );
    const over = ended(tar);
    try {
      for await (const piece of tar.stdout) yield piece as Buffer;
      const { code, said } = await over;
      if (signal.aborted) throw fail('cancelled', 'cancelled');
      // 1: files changed or went away while they were read.
      if (code === 1) changed = true;
      else if (code !== 0) throw fail('engine-error', 'volume-tar-failed', { volume, detail: said });
    } catch (thrown) {
      if (signal.aborted) throw fail('cancelled', 'cancelled');
      throw thrown;
    } finally {
      tar.kill('SIGKILL');
      await over;
    }
  }
  return { pieces: pieces(), changed: () => changed };
}

/** So that the folder is where tar stands: no entry can take its place. */
const asHere = ['--transform', `s,^${dataFolder}\\(/\\|$\\),./,S`];

/** Unpacks a tar into the folder of a volume; nothing outside of it is written. */
export async function writeToDisk(
  parent: string,
  volume: string,
  from: Readable,
  signal: AbortSignal,
): Promise<void> {
  const tar = spawn(
    'tar',
    [
      ...['--extract', '--same-owner', '--preserve-permissions', ...common],
      ...[...asHere, '--file=-', `--directory=${parent}/${dataFolder}`, dataFolder],
    ],
    { env, stdio: ['pipe', 'ignore', 'pipe'], signal, killSignal: 'SIGKILL' },
  );
  const over = ended(tar);
  try {
    await feed(tar.stdin, from, over);
    const { code, said } = await over;
    if (code !== 0) throw fail('engine-error', 'volume-tar-failed', { volume, detail: said });
  } catch (thrown) {
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    throw thrown;
  } finally {
    tar.kill('SIGKILL');
    await over;
  }
}

/** Reads the source to its end, also when tar wants no more of it: only there its checksum is compared. */
async function feed(into: Writable, from: Readable, over: Promise<unknown>): Promise<void> {
  let closed = false;
  into.on('error', () => {
    closed = true;
  });
  const ended = over.then(() => {
    closed = true;
  });
  for await (const piece of from) {
    if (closed || into.write(piece)) continue;
    const waiting = new AbortController();
    const drained = once(into, 'drain', { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([drained, ended]);
    waiting.abort();
  }
  into.end();
}

function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      said = said === '' ? error.message : said;
    });
    child.once('close', (code) => resolve({ code, said: said.trim() }));
  });
}
