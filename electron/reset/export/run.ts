import { fail, SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import type { OutcomeKey } from '../../../shared/contract/plans.ts';
import type { Exported, ExportInput, LeftOut } from '../../../shared/contract/reset-export.ts';
import type { Engine } from '../../engine/engine.ts';
import { countsOf, type ExportedObject, exportVersion, type Manifest } from '../manifest.ts';
import { VolumeData } from '../volumes/data.ts';
import { sweepHelpers } from '../volumes/helper.ts';
import { type Definition, readDefinitions } from './definitions.ts';
import { ExportFolder } from './folder.ts';
import type { RunningExports } from './running.ts';

/** Told how it goes. `over` is one object that is written, or could not be. */
export interface ExportTold {
  begun(total: number): void;
  working(name: string): void;
  written(bytes: number): void;
  over(object: { kind: ExportedObject['kind']; name: string; outcomeKey: OutcomeKey; detail: string }): void;
}

const folders: Record<ExportedObject['kind'], string> = {
  volume: 'volumes',
  network: 'networks',
  container: 'containers',
  service: 'swarm',
  secret: 'swarm',
  config: 'swarm',
};

/**
 * Writes an export into a folder, all of it or nothing.
 * @throws not-found `export-nothing`, conflict `export-disk-full`, and what `ExportFolder.open` refuses
 */
export async function runExport(
  engine: Engine,
  running: RunningExports,
  input: ExportInput,
  signal: AbortSignal,
  told: ExportTold,
): Promise<Omit<Exported, 'operationId'>> {
  const engineId = await engine.engineId(signal);
  const client = await engine.clientOf(engineId, signal);
  const identity = await engine.connection.identity(signal);
  const folder = await ExportFolder.open(input.folder);
  const data = new VolumeData(client, identity.kind);
  const over = running.begin(engineId, folder.path);
  try {
    await sweepHelpers(client, signal);
    const { definitions, images, leftOut } = await readDefinitions(client, input, signal);
    if (definitions.length === 0) throw fail('not-found', 'export-nothing');
    told.begun(definitions.length);
    const objects: ExportedObject[] = [];
    for (const [at, definition] of definitions.entries()) {
      if (signal.aborted) throw fail('cancelled', 'cancelled');
      told.working(definition.name);
      const file = `${folders[definition.kind]}/${fileName(definition, at)}`;
      const { path } = await folder.writeJson(`${file}.json`, definition.value);
      const held = definition.kind === 'volume' ? await writeData(definition, `${file}.tar`) : null;
      leftOut.push(...(held?.notes ?? []));
      objects.push({
        ...{ kind: definition.kind, name: definition.name, definition: path },
        data: held?.file ?? null,
      });
      const lost = held !== null && held.file === null;
      told.over({
        ...{ kind: definition.kind, name: definition.name },
        outcomeKey: lost ? 'failed' : 'exported',
        detail: lost ? (held.notes[0]?.detail ?? '') : '',
      });
    }
    if (input.kinds.includes('containers')) await folder.writeJson('images.json', images);
    const { id, name, kind, version, apiVersion } = identity;
    const manifest: Manifest = {
      format: 'slipway-export',
      version: exportVersion,
      createdAt: new Date().toISOString(),
      engine: { id, name, kind, version, apiVersion },
      objects,
      leftOut,
      files: [...folder.files],
    };
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    const checksum = await folder.commit(manifest);
    return {
      ...{ folder: folder.path, checksum, counts: countsOf(objects), leftOut },
      files: folder.files.length,
      bytes: folder.files.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  } catch (thrown) {
    await folder.abandon().catch((left: unknown) => {
      process.emitWarning(`What a failed export left could not be removed: ${toApiError(left).message}`);
    });
    throw thrown;
  } finally {
    over();
    await data.close();
  }

  /** A volume that cannot be read is told of; an engine or a disk that fails ends the export. */
  async function writeData(
    { name, value }: Definition,
    file: string,
  ): Promise<{ file: string | null; notes: LeftOut[] }> {
    try {
      const lacks = await data.read(value, signal, async (pieces) => {
        await folder.write(file, pieces, told.written);
      });
      return { file, notes: lacks.map((why) => ({ kind: 'volume', name, why, detail: '' })) };
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      const { code, reason = '', message, engine } = thrown.error;
      if (signal.aborted || code === 'unreachable' || code === 'timeout' || code === 'cancelled')
        throw thrown;
      if (reason.startsWith('export-')) throw thrown;
      await folder.drop(file);
      const detail = engine === undefined || engine === '' ? message : engine;
      return { file: null, notes: [{ kind: 'volume', name, why: 'data-unreadable', detail }] };
    }
  }
}

/** Its place makes it unique, its name only helps who looks into the folder. */
function fileName({ kind, name }: Definition, at: number): string {
  const readable = name.replace(/[^0-9A-Za-z_.-]/g, '_').slice(0, 80);
  const sort = kind === 'service' || kind === 'secret' || kind === 'config' ? `${kind}-` : '';
  return `${String(at + 1).padStart(4, '0')}-${sort}${readable}`;
}
