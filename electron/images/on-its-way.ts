import type { PullProgress } from '../../shared/contract/images-transfer.ts';
import type { OperationOrigin } from '../../shared/contract/operations.ts';
import { type LayerProgress, withStep } from '../../shared/model/image-progress.ts';
import type { Operations } from '../operations/operations.ts';

interface Moving {
  kind: 'images.pull' | 'images.push';
  reference: string;
  platform: string;
  allTags: boolean;
  origin: OperationOrigin;
}

/**
 * A pull or push as an operation, told to its caller step by step. One who cancels stops it and hears the end; one who goes
 * away leaves it going on. Where somebody reads slower than the engine tells, older figures of a layer are left out.
 */
export async function* asOperation(
  operations: Operations,
  { kind, reference, platform, allTags, origin }: Moving,
  caller: AbortSignal,
  begin: (signal: AbortSignal) => AsyncIterable<PullProgress>,
): AsyncGenerator<PullProgress> {
  const untold = new Map<string, PullProgress>();
  let wake: () => void = () => undefined;
  let over = false;
  const title = `${kind === 'images.pull' ? 'Pull' : 'Push'} ${reference}`;
  const work = operations
    .perform({ kind, title, subject: reference, origin }, caller, async ({ signal, change }) => {
      let layers: readonly LayerProgress[] = [];
      let line = '';
      const tell = () =>
        change({
          total: layers.length,
          done: layers.filter(({ done }) => done).length,
          image: { layers, line, platform, allTags },
        });
      tell();
      for await (const step of begin(signal)) {
        const next = withStep(layers, step);
        if (next === layers) line = step.status;
        layers = next;
        tell();
        const key = `${step.id} ${step.status}`;
        untold.delete(key);
        untold.set(key, step);
        wake();
      }
    })
    .finally(() => {
      over = true;
      wake();
    });
  // It is thrown below, where somebody still listens.
  work.catch(() => undefined);
  try {
    while (!over || untold.size > 0) {
      const [first] = untold;
      if (first === undefined)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      else {
        untold.delete(first[0]);
        yield first[1];
      }
    }
    await work;
  } finally {
    // At once where the caller went away, else when the engine has stopped.
    await work.catch(() => undefined);
  }
}
