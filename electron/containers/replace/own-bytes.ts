import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { EngineClient } from '../../engine/client.ts';
import { record } from '../../engine/raw/fields.ts';

/** An engine counts every file of the layer, which may take minutes where there are many. */
const countingMs = 5000;

/** What a container wrote outside of its volumes; null where the engine does not tell, or not soon. */
export async function ownBytesOf(
  client: EngineClient,
  id: string,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    const { body } = await client.json(`/containers/${encodeURIComponent(id)}/json`, {
      ...{ query: { size: '1' }, signal, deadlineMs: countingMs },
    });
    const { SizeRw } = record(body);
    return typeof SizeRw === 'number' && SizeRw >= 0 ? SizeRw : null;
  } catch (thrown) {
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    // Nothing depends on it but what is said; whatever else ails the engine shows in the next request.
    if (thrown instanceof SlipwayError) return null;
    throw thrown;
  }
}
