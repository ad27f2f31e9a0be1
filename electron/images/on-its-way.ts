import type { PullProgress } from '../../shared/contract/images-transfer.ts';
import type { OperationOrigin } from '../../shared/contract/operations.ts';
import { type LayerProgress, withStep } from '../../shared/model/image-progress.ts';
import type { Operations } from '../operations/operations.ts';

interface Moving {
  kind: 'images.pull' | 'images.push' | 'images.load';
  /** The image, or the file. */
  subject: string;
  platform?: string;
  allTags?: boolean;
  origin: OperationOrigin;
}

/** What an item tells of the whole. */
interface Told {
  /** A newer item of the same key takes the place of one nobody read yet. */
  key: string;
  step: PullProgress | null;
  /** What it turned out to be about. */
  subject?: string;
}

const verbs = { 'images.pull': 'Pull', 'images.push': 'Push', 'images.load': 'Load' } as const;

/** How a step of a pull or push is told. */
export const toldOf = (step: PullProgress): Told => ({ key: `${step.id} ${step.status}`, step });

/**
 * A pull, push or load as an operation, told to its caller item by item. One who cancels stops it and hears the end; one who
 * goes away leaves it going on. Where somebody reads slower than the engine tells, older figures of a layer are left out.
 */
export async function* asOperation<T>(
  operations: Operations,
  { kind, subject, platform = '', allTags = false, origin }: Moving,
  caller: AbortSignal,
  begin: (signal: AbortSignal, id: string) => AsyncIterable<T>,
  read: (item: T) => Told,
): AsyncGenerator<T> {
  const untold = new Map<string, T>();
  let wake: () => void = () => undefined;
  let over = false;
  const named = (name: string) => ({ subject: name, title: `${verbs[kind]} ${name}` });
  const work = operations
    .perform({ kind, ...named(subject), origin }, caller, async ({ id, signal, change }) => {
      let layers: readonly LayerProgress[] = [];
      let line = '';
      const tell = () =>
        change({
          total: layers.length,
          done: layers.filter(({ done }) => done).length,
          image: { layers, line, platform, allTags },
        });
      tell();
      for await (const item of begin(signal, id)) {
        const told = read(item);
        if (told.step !== null) {
          const next = withStep(layers, told.step);
          if (next === layers) line = told.step.status;
          layers = next;
          tell();
        }
        if (told.subject !== undefined) change(named(told.subject));
        untold.delete(told.key);
        untold.set(told.key, item);
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
