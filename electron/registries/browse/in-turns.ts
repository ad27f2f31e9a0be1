/**
 * Works on all, so many at a time; the answers stand in the order of what they are for. After the
 * first failure nothing more is begun.
 */
export async function inTurns<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers = new Map<number, R>();
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    for (;;) {
      const at = next;
      const item = items[at];
      if (failed || at >= items.length || item === undefined) return;
      next += 1;
      try {
        answers.set(at, await work(item));
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return items.flatMap((_, at) => {
    const answer = answers.get(at);
    return answer === undefined ? [] : [answer];
  });
}
