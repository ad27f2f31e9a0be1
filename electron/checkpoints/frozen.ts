import { SlipwayError } from '../../shared/contract/failure.ts';
import { listCheckpoints } from './listing.ts';
import type { Tools } from './tools.ts';

/** The container of each checkpoint, as often as it has one; null where this engine lists none. */
export async function frozenContainers(
  { engine, book }: Tools,
  signal: AbortSignal,
): Promise<string[] | null> {
  try {
    const { checkpoints } = await listCheckpoints(engine, book, {}, signal);
    return checkpoints
      .filter(({ containerName }) => containerName !== null)
      .map(({ containerId }) => containerId);
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'unsupported') return null;
    throw thrown;
  }
}
