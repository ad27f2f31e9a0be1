import type { EngineEvent, EngineKind } from '../../../shared/contract/engine.ts';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { LastUse } from '../../../shared/contract/plans.ts';
import type { EngineClient } from '../../engine/client.ts';
import { pastEvents } from '../../engine/past-events.ts';
import { byText } from '../../engine/raw/fields.ts';

/** Who used what last, as far as the events tell that the engine still remembers (dockerd: 256). */
export class LastUses {
  readonly #images = new Map<string, LastUse>();
  readonly #volumes = new Map<string, LastUse>();
  readonly #networks = new Map<string, LastUse>();

  constructor(events: readonly EngineEvent[]) {
    const names = new Map<string, string>();
    for (const { type, id, attributes } of events)
      if (type === 'container' && attributes.name !== undefined) names.set(id, attributes.name);
    for (const { type, action, id, at, attributes } of events) {
      const by = names.get(attributes.container ?? '');
      if (type === 'container' && attributes.image !== undefined && attributes.name !== undefined)
        this.#images.set(attributes.image, { by: attributes.name, at });
      else if (type === 'volume' && /mount$/.test(action))
        this.#volumes.set(id, { by: by ?? (attributes.container ?? '').slice(0, 12), at });
      else if (type === 'network' && /connect$/.test(action))
        this.#networks.set(id, { by: by ?? (attributes.container ?? '').slice(0, 12), at });
    }
  }

  /** Reads them; none where the engine keeps a journal without end, or does not tell. */
  static async read(
    client: EngineClient,
    kind: EngineKind,
    nowMs: number | null,
    signal: AbortSignal,
  ): Promise<LastUses> {
    if (kind === 'podman') return new LastUses([]);
    try {
      return new LastUses(await pastEvents(client, 0, (nowMs ?? Date.now()) - 1, signal));
    } catch (thrown) {
      // A help, not a rule: without it nobody is named.
      if (thrown instanceof SlipwayError && thrown.error.code !== 'cancelled') return new LastUses([]);
      throw thrown;
    }
  }

  image(id: string, tags: readonly string[]): LastUse | null {
    const found = [id, id.replace(/^sha256:/, ''), id.slice(0, 19), ...tags].flatMap((name) => {
      const use = this.#images.get(name);
      return use === undefined ? [] : [use];
    });
    return found.sort((a, b) => byText(a.at ?? '', b.at ?? '')).at(-1) ?? null;
  }

  volume(name: string): LastUse | null {
    return this.#volumes.get(name) ?? null;
  }

  network(id: string): LastUse | null {
    return this.#networks.get(id) ?? null;
  }
}
