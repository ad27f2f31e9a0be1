import type { DaemonSettings, SettingsSupervision } from '../../shared/contract/daemon.ts';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import { checkSettings } from '../../shared/model/daemon/check.ts';
import { afterEngine, type SettingsProblem } from '../../shared/model/daemon/problems.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import { record, text } from '../engine/raw/fields.ts';
import { isPodman } from '../engine/raw/podman.ts';
import { elevators } from '../privileges/elevate.ts';
import { placeOf } from './apply.ts';
import { askEngine } from './ask.ts';
import { checkByDockerd } from './dockerd-check.ts';
import { effectiveSettings } from './effective.ts';
import { type GivenFlag, givenFlags } from './flags.ts';
import type { FindKeeper, Keeper, Kept } from './keeper.ts';
import { isWritable, readSettings } from './settings-file.ts';

/** What is known of an engine and of its file. */
export interface Looked {
  address: string;
  keeper: Keeper | null;
  kept: Kept | null;
  /** As the engine names it; empty where that is not known. */
  path: string;
  /** null: there is no file, or it is out of reach. */
  text: string | null;
  access: 'write' | 'elevate' | 'none';
  flags: GivenFlag[];
  /** null where it does not answer. */
  info: Readonly<Record<string, unknown>> | null;
  version: string;
  inSwarm: boolean;
}

/** Where the settings of engines are looked at. */
export class Look {
  readonly #engine: Engine;
  readonly #find: FindKeeper;
  readonly #env: NodeJS.ProcessEnv;

  constructor(engine: Engine, find: FindKeeper, env: NodeJS.ProcessEnv) {
    this.#engine = engine;
    this.#find = find;
    this.#env = env;
  }

  /** The engine in use. @throws unsupported `daemon-podman` */
  async inUse(signal: AbortSignal): Promise<Looked> {
    const told = await this.#told(signal);
    const address = this.#engine.connection.endpoint?.info.address ?? '';
    return this.#look(address, told, signal);
  }

  /** The engine at an address of this machine, whichever is in use. */
  async at(address: string, signal: AbortSignal): Promise<Looked> {
    const told = await askEngine(address, signal, async (client, version) => ({
      info: record((await client.json('/info', { signal })).body),
      version,
    })).catch(unlessCancelled);
    return this.#look(address, told, signal);
  }

  async #told(signal: AbortSignal) {
    try {
      const client = await this.#engine.client(signal);
      const [info, version] = await Promise.all([
        client.json('/info', { signal }).then(({ body }) => record(body)),
        client.json('/version', { signal }).then(({ body }) => body),
      ]);
      if (isPodman(version)) throw fail('unsupported', 'daemon-podman');
      return { info, version: text(record(version).Version) };
    } catch (thrown) {
      return unlessCancelled(thrown);
    }
  }

  async #look(
    address: string,
    told: { info: Readonly<Record<string, unknown>>; version: string } | null,
    signal: AbortSignal,
  ): Promise<Looked> {
    const keeper = await this.#find(address, signal);
    const kept = keeper === null ? null : await keeper.describe(signal);
    const path = kept?.configFile ?? '';
    const place = keeper === null || path === '' ? null : await placeOf(keeper, path);
    const swarm = text(record(told?.info.Swarm).LocalNodeState);
    return {
      ...{ address, keeper, kept, path },
      text: place === null ? null : await readSettings(place),
      access: place === null ? 'none' : await this.#access(place),
      flags: givenFlags(kept?.args ?? []),
      info: told?.info ?? null,
      version: told?.version ?? '',
      inSwarm: swarm !== '' && swarm !== 'inactive',
    };
  }

  async #access(place: string): Promise<Looked['access']> {
    if (await isWritable(place)) return 'write';
    return (await elevators(this.#env)).length > 0 ? 'elevate' : 'none';
  }
}

/** An engine that does not answer has settings all the same. */
function unlessCancelled(thrown: unknown): null {
  const { code } = toApiError(thrown);
  if (code === 'unreachable' || code === 'timeout' || code === 'permission-denied') return null;
  throw thrown;
}

export function supervisionOf(keeper: Keeper | null): SettingsSupervision {
  switch (keeper?.id) {
    case 'system':
    case 'user':
      return 'systemd';
    case 'own':
      return 'own';
    case 'process':
      return 'process';
    case undefined:
      return 'none';
  }
}

export const canRestart = (keeper: Keeper | null): boolean => keeper !== null && keeper.id !== 'process';

/** Slipway's own rules and those of the binary that is to read the text. */
export async function checkAll(
  looked: Looked,
  whole: string,
  signal: AbortSignal,
): Promise<{ problems: SettingsProblem[]; checkedBy: 'engine' | 'rules' }> {
  const { version, flags, inSwarm, kept } = looked;
  const own = checkSettings(whole, { version, flags, inSwarm });
  const verdict = kept === null ? { kind: 'unable' as const } : await checkByDockerd(kept, whole, signal);
  switch (verdict.kind) {
    case 'ok':
      return { problems: afterEngine(own), checkedBy: 'engine' };
    case 'refused':
      // Where our own rules found the place, its words would say the same once more.
      return {
        problems: own.some(({ level }) => level === 'error') ? own : [...own, verdict.problem],
        checkedBy: 'engine',
      };
    case 'unable':
      return {
        problems: own.map((one) =>
          one.kind.startsWith('unknown-key') ? { ...one, level: 'error' as const } : one,
        ),
        checkedBy: 'rules',
      };
  }
}

/** What `/info` tells, as settings. */
export function told(looked: Looked): Pick<DaemonSettings, 'engine' | 'effective'> {
  const { info, version } = looked;
  if (info === null) return { engine: null, effective: [] };
  return {
    engine: { id: text(info.ID), name: text(info.Name), version },
    effective: effectiveSettings(info),
  };
}

/** Running containers by id. */
export async function runningContainers(
  client: EngineClient,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const { body } = await client.json('/containers/json', { signal });
  const rows = Array.isArray(body) ? body.map(record) : [];
  return new Map(
    rows.map((row) => {
      const names: unknown[] = Array.isArray(row.Names) ? row.Names : [];
      return [text(row.Id), text(names[0]).replace(/^\//, '') || text(row.Id).slice(0, 12)];
    }),
  );
}
