import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { PlanItem, ReportItem } from '../../../shared/contract/plans.ts';
import { listContainers } from '../../engine/api/containers.ts';
import { readSizes } from '../../engine/api/prune.ts';
import type { EngineClient } from '../../engine/client.ts';

const deadlineMs = 10_000;
/** A filter of thousands of ids would be a very long address. */
const idsAtOnce = 200;

interface Layers {
  bytes: number | null;
  images: ReadonlySet<string>;
}

/**
 * Measures what a run frees, as the engine's own prune does: written layers and volumes by their size right before
 * they go, build cache by what the engine answers, images by what all layers together lose. What the engine does not
 * tell in time is null, and so is the layers' loss when images came meanwhile.
 */
export class Measure {
  readonly #items: readonly PlanItem[];
  #containers: Promise<Map<string, number | null>> | null = null;
  #volumes: Promise<Map<string, number | null>> | null = null;
  #before: Promise<Layers | null> | null = null;
  #after: Promise<Layers | null> | null = null;
  readonly #cache = new Map<string, number>();

  constructor(items: readonly PlanItem[]) {
    this.#items = items;
  }

  /** To be called before each item is touched: kinds are measured when their turn comes. */
  async before(item: PlanItem, client: EngineClient, signal: AbortSignal): Promise<void> {
    switch (item.kind) {
      case 'container':
        this.#containers ??= this.#writtenBytes(client, signal);
        await this.#containers;
        return;
      case 'volume':
        this.#volumes ??= volumeBytes(client, signal);
        await this.#volumes;
        return;
      case 'image':
        this.#before ??= layers(client, signal);
        await this.#before;
        return;
      case 'build-cache':
        // Layers that only the cache holds then are told by its own records.
        if (this.#before !== null) this.#after ??= layers(client, signal);
        await this.#after;
        return;
      case 'network':
      case 'checkpoint':
      case 'plugin':
      case 'service':
      case 'secret':
      case 'config':
      case 'swarm':
      case 'engine':
      case 'certificate':
      case 'registry-image':
      case 'context':
      case 'context-file':
      case 'settings':
        return;
    }
  }

  cacheFreed(id: string, bytes: number): void {
    this.#cache.set(id, bytes);
  }

  /** Bytes that the items that are done have freed; null where part of it is not known. */
  async total(
    items: readonly ReportItem[],
    client: () => Promise<EngineClient>,
    signal: AbortSignal,
  ): Promise<number | null> {
    const done = items.filter(({ outcomeKey }) => outcomeKey === 'removed');
    let sum = 0;
    const [containers, volumes] = [await this.#containers, await this.#volumes];
    for (const { kind, id } of done) {
      const bytes =
        kind === 'container'
          ? containers?.get(id)
          : kind === 'volume'
            ? volumes?.get(id)
            : kind === 'build-cache'
              ? this.#cache.get(id)
              : 0;
      if (bytes === undefined || bytes === null) return null;
      sum += bytes;
    }
    if (!done.some(({ kind }) => kind === 'image')) return sum;
    const lost = await this.#layersLost(client, signal);
    return lost === null ? null : sum + lost;
  }

  async #layersLost(client: () => Promise<EngineClient>, signal: AbortSignal): Promise<number | null> {
    const before = await this.#before;
    if (before === null || before.bytes === null) return null;
    try {
      this.#after ??= layers(await client(), signal);
    } catch (thrown) {
      if (thrown instanceof SlipwayError) return null;
      throw thrown;
    }
    const after = await this.#after;
    if (after === null || after.bytes === null) return null;
    const came = [...after.images].some((id) => !before.images.has(id));
    return came || after.bytes > before.bytes ? null : before.bytes - after.bytes;
  }

  async #writtenBytes(client: EngineClient, signal: AbortSignal): Promise<Map<string, number | null>> {
    const ids = this.#items.filter(({ kind }) => kind === 'container').map(({ id }) => id);
    const sizes = new Map<string, number | null>();
    for (let from = 0; from < ids.length; from += idsAtOnce) {
      const part = ids.slice(from, from + idsAtOnce);
      const rows = await unlessRefused(
        listContainers(client, { all: true, size: true, ids: part, signal, deadlineMs }),
      );
      for (const row of rows ?? []) sizes.set(row.id, row.sizeRwBytes ?? null);
    }
    return sizes;
  }
}

async function volumeBytes(client: EngineClient, signal: AbortSignal): Promise<Map<string, number | null>> {
  const sizes = await unlessRefused(readSizes(client, ['volume'], deadlineMs, signal));
  return new Map((sizes?.volumes ?? []).map(({ name, sizeBytes }) => [name, sizeBytes]));
}

async function layers(client: EngineClient, signal: AbortSignal): Promise<Layers | null> {
  const sizes = await unlessRefused(readSizes(client, ['image'], deadlineMs, signal));
  if (sizes === null) return null;
  // Podman answers 0 for what it does not know.
  const known = sizes.layersBytes !== 0 || sizes.images.length === 0;
  return { bytes: known ? sizes.layersBytes : null, images: new Set(sizes.images.map(({ id }) => id)) };
}

/** A figure that cannot be had does not stop the work: it is told as unknown. An engine that is gone shows right after. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code !== 'cancelled') return null;
    throw thrown;
  }
}
