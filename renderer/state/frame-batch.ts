export interface Batch<T> {
  add(item: T): void;
}

type Schedule = (run: () => void) => void;

/** Once a frame while the page is seen; a hidden page gets no frames, so a slow timer stands in. */
const perFrame: Schedule = (run) => {
  if (document.visibilityState === 'hidden') setTimeout(run, 250);
  else requestAnimationFrame(run);
};

/** Gathers items and hands them over together, in order, at the next scheduled moment. */
export function createBatch<T>(
  flush: (items: readonly T[]) => void,
  schedule: Schedule = perFrame,
): Batch<T> {
  let waiting: T[] = [];
  return {
    add: (item) => {
      waiting.push(item);
      if (waiting.length > 1) return;
      schedule(() => {
        const items = waiting;
        waiting = [];
        flush(items);
      });
    },
  };
}
