import type { FileEntry } from '../../../shared/contract/container-files.ts';
import type { Engine } from '../../engine/engine.ts';
import type { DomainHandlers } from '../../rpc/handlers.ts';
import { download } from './download.ts';
import { browse } from './list.ts';
import { findPlace, statPlace } from './place.ts';
import { upload } from './upload.ts';

type Served = Pick<DomainHandlers<'containers'>, 'readDir' | 'browse' | 'statPath' | 'download' | 'upload'>;

/** Serves the files of containers; nothing is ever run in them. */
export function filesHandlers(engine: Engine): Served {
  return {
    readDir: async (input, { signal }) => {
      const place = await findPlace(engine, input, signal);
      const entries: FileEntry[] = [];
      for await (const { ended, ...part } of browse(place, input.maxBytes, signal)) {
        entries.push(...part.entries);
        if (ended) return { ...part, entries: entries.sort(byName) };
      }
      throw new Error('A listing ended without its last part.');
    },
    browse: async function* (input, { signal }) {
      yield* browse(await findPlace(engine, input, signal), input.maxBytes, signal);
    },
    statPath: async (input, { signal }) =>
      (await statPlace(await findPlace(engine, input, signal), signal)).stat,
    download: async function* (input, { signal }) {
      yield* download(await findPlace(engine, input, signal), signal);
    },
    upload: async function* (input, { messages, signal }) {
      yield* upload(await findPlace(engine, input, signal), input, messages, signal);
    },
  };
}

/** Order of code units, as the engine's own. */
const byName = (a: FileEntry, b: FileEntry): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
