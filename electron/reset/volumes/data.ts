import { Readable } from 'node:stream';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { LeftOutWhy } from '../../../shared/contract/reset-export.ts';
import { archivePieces, openArchive, putArchive } from '../../engine/api/archive.ts';
import { postContainer } from '../../engine/api/containers.ts';
import type { EngineClient } from '../../engine/client.ts';
import { type RawRecord, record, text } from '../../engine/raw/fields.ts';
import { findVolumeDisk, readFromDisk, writeToDisk } from './disk.ts';
import { fromFolder } from './first-entry.ts';
import { dataFolder, Helpers } from './helper.ts';

const startMs = 60_000;

/** What a volume holds, as a tar whose names all begin with `_data`. */
export class VolumeData {
  readonly #client: EngineClient;
  readonly #podman: boolean;
  readonly #helpers: Helpers;
  #disk: ReturnType<typeof findVolumeDisk> | null = null;

  constructor(client: EngineClient, kind: 'docker' | 'podman') {
    this.#client = client;
    this.#podman = kind === 'podman';
    this.#helpers = new Helpers(client, this.#podman);
  }

  /**
   * Reads it all: from the engine's disk where Slipway may, else through the engine's API. Answers what is not in it.
   * @throws unsupported `volume-owners` where the API would lose them
   */
  async read(
    volume: RawRecord,
    signal: AbortSignal,
    take: (pieces: AsyncIterable<Buffer>) => Promise<void>,
  ): Promise<LeftOutWhy[]> {
    const name = text(volume.Name);
    const parent = await this.#find(volume, signal);
    if (parent !== null) {
      const { pieces, changed } = readFromDisk(parent, name, signal);
      await take(pieces);
      return changed() ? ['changed-meanwhile'] : [];
    }
    this.#mustKeepOwners(name);
    await this.#helpers.with(name, signal, async (id) => {
      const answer = await openArchive(this.#client, id, `/${dataFolder}`, signal);
      await take(archivePieces(this.#client, answer, id));
    });
    return ['attributes'];
  }

  /**
   * Fills a new volume. The caller removes it again when this fails.
   * @throws unsupported `volume-owners`, conflict `volume-tar-odd`
   */
  async write(
    volume: RawRecord,
    tar: { stream: Readable; bytes: number },
    signal: AbortSignal,
  ): Promise<void> {
    const name = text(volume.Name);
    const parent = await this.#find(volume, signal);
    const stream = Readable.from(fromFolder(tar.stream, dataFolder, name));
    if (parent !== null) {
      if (this.#podman) await this.#use(name, signal);
      return writeToDisk(parent, name, stream, signal);
    }
    this.#mustKeepOwners(name);
    // Into the root: only so do the engines set what the tar says of the folder itself, and of linked files.
    await this.#helpers.with(name, signal, (id) =>
      putArchive(this.#client, id, '/', { ...tar, stream }, signal),
    );
  }

  close(): Promise<void> {
    return this.#helpers.close();
  }

  async #find(volume: RawRecord, signal: AbortSignal): Promise<string | null> {
    this.#disk ??= findVolumeDisk(this.#client, signal);
    return (await this.#disk)(record(volume));
  }

  /**
   * Podman gives a volume to the user of the first container that mounts it, which would undo the owner in the export. An
   * attempt to start one is enough; it has nothing to run.
   */
  async #use(name: string, signal: AbortSignal): Promise<void> {
    await this.#helpers.with(name, signal, async (id) => {
      try {
        await postContainer(this.#client, id, 'start', {}, { signal, deadlineMs: startMs });
      } catch (thrown) {
        const { code } = thrown instanceof SlipwayError ? thrown.error : {};
        if (code === undefined || code === 'unreachable' || code === 'timeout' || code === 'cancelled')
          throw thrown;
      }
    });
  }

  #mustKeepOwners(volume: string): void {
    if (this.#podman) throw fail('unsupported', 'volume-owners', { volume });
  }
}
