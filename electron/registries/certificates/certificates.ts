import { fail } from '../../../shared/contract/failure.ts';
import type {
  CertificateInspection,
  CertificateList,
  EngineTrial,
  InstalledCertificate,
  PlaceKind,
} from '../../../shared/contract/registry-certificates.ts';
import type { Engine } from '../../engine/engine.ts';
import { tryFromEngine } from './engine-trial.ts';
import { changeFolder, type FolderChange } from './folder.ts';
import { changeFolderElevated } from './folder-elevated.ts';
import { filesOf, type Inspected, inspectFiles, toldPlace } from './inspect.ts';
import { listInstalled } from './installed.ts';
import type { GivenFiles } from './material.ts';
import { type FoundPlace, findPlaces, folderName, type Places } from './places.ts';

interface Wanted extends GivenFiles {
  registry: string;
  place?: PlaceKind | undefined;
}

/** Certificates for registries, where the engine in use reads them. */
export class Certificates {
  readonly #engine: Engine;
  readonly #env: NodeJS.ProcessEnv;
  readonly #changed = new Set<() => void>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine, env: NodeJS.ProcessEnv) {
    this.#engine = engine;
    this.#env = env;
  }

  /** Called after each change that Slipway makes. */
  onChange(changed: () => void): () => void {
    this.#changed.add(changed);
    return () => this.#changed.delete(changed);
  }

  async list(signal: AbortSignal): Promise<CertificateList> {
    const { all } = await this.places(await this.#engine.engineId(signal), signal);
    return listInstalled(all, Date.now());
  }

  /** Where this engine reads them. */
  async places(engineId: string, signal: AbortSignal): Promise<Places> {
    return findPlaces(await this.#engine.clientOf(engineId, signal), this.#env, signal);
  }

  async inspect(input: Wanted & { connect: boolean }, signal: AbortSignal): Promise<CertificateInspection> {
    const places = await this.places(await this.#engine.engineId(signal), signal);
    return (await inspectFiles(input, places, this.#env, signal)).inspection;
  }

  /**
   * Installs what a person gave, and has the engine try it.
   * @throws invalid-input `certificate-refused`, conflict `certificate-there` and `certificate-busy`, permission-denied
   * `certificate-place-closed` and `certificate-elevation`, timeout `certificate-elevation-late`
   */
  async add(
    input: Wanted & { replace: boolean; anyway: boolean; elevate: boolean },
    signal: AbortSignal,
  ): Promise<InstalledCertificate> {
    const places = await this.places(await this.#engine.engineId(signal), signal);
    const inspected = await inspectFiles({ ...input, connect: true }, places, this.#env, signal);
    refuseWhatIsNoGood(inspected, input.anyway);
    const { address, place, material, remove, unseen, inspection } = inspected;
    if (remove.length > 0 && !input.replace)
      throw fail('conflict', 'certificate-there', { registry: address.name, files: remove.join(', ') });
    const add = filesOf(material);
    await this.change(
      place,
      {
        ...{ name: folderName(address.name), remove, add },
        // What came since it was looked at is nobody's to replace.
        unseen: unseen && input.replace ? 'replace' : 'refuse',
      },
      { elevate: input.elevate, steps: inspection.steps, signal },
    );
    return {
      registry: address.name,
      place: toldPlace(place),
      path: `${place.path}/${folderName(address.name)}`,
      files: add.map(({ name }) => name).sort(),
      works: inspection.works,
      engine: place.restarts ? untried : await tryFromEngine(places.client, address.name, signal),
    };
  }

  /** Changes a folder in a place, one at a time. @throws permission-denied, conflict, timeout */
  async change(
    place: FoundPlace,
    change: Omit<FolderChange, 'base'>,
    { elevate, steps, signal }: { elevate: boolean; steps: string; signal: AbortSignal },
  ): Promise<void> {
    const { local, access } = place;
    if (local === null || access === 'none' || (access === 'elevate' && !elevate))
      throw fail(
        'permission-denied',
        local === null ? 'certificate-place-away' : 'certificate-place-closed',
        { path: place.path },
        { action: { kind: 'copy', text: steps } },
      );
    const work = { base: local, ...change };
    const mine = this.#turn.then(() =>
      access === 'write' ? changeFolder(work) : changeFolderElevated(this.#env, work, { signal }),
    );
    // Whoever is next goes ahead either way.
    this.#turn = mine.catch(() => undefined);
    try {
      await mine;
    } finally {
      // Where it failed it may have happened all the same: what is there tells.
      for (const changed of this.#changed) changed();
    }
  }
}

const untried: EngineTrial = { verdict: 'unknown', said: '' };

/** The first problem decides; one of the files themselves is never passed over. */
function refuseWhatIsNoGood({ inspection, address }: Inspected, anyway: boolean): void {
  const { checks, canInstall } = inspection;
  if (canInstall && anyway) return;
  const problem = checks.find(({ verdict }) => verdict === 'problem');
  if (problem === undefined) return;
  throw fail('invalid-input', canInstall ? 'certificate-not-taken' : 'certificate-refused', {
    registry: address.name,
    check: problem.key,
    meaning: problem.meaning,
    fix: problem.fix,
  });
}
