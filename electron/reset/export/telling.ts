/** So often whoever watches is told, at the most; the last step always is. */
const everyMs = 200;

/**
 * Work as a stream: what it tells while it goes on, only the newest where it tells faster than anybody reads. Who stops
 * reading stops the work, and the stream ends only once that has cleaned up.
 */
export async function* telling<T>(
  signal: AbortSignal,
  work: (tell: (item: T) => void, signal: AbortSignal) => Promise<void>,
): AsyncGenerator<T> {
  const stop = new AbortController();
  const forward = () => stop.abort();
  signal.addEventListener('abort', forward);
  if (signal.aborted) forward();
  let newest: { item: T } | null = null;
  let wake: () => void = () => undefined;
  let over = false;
  const running = work((item) => {
    newest = { item };
    wake();
  }, stop.signal).finally(() => {
    over = true;
    wake();
  });
  // It is thrown below, where somebody still listens.
  running.catch(() => undefined);
  try {
    while (!over || newest !== null) {
      if (newest === null)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      const told = take();
      if (told !== null) yield told.item;
      if (!over) await pauseOr(running);
    }
    await running;
  } finally {
    stop.abort();
    signal.removeEventListener('abort', forward);
    await running.catch(() => undefined);
  }

  function take(): { item: T } | null {
    const told = newest;
    newest = null;
    return told;
  }
}

async function pauseOr(running: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const pause = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, everyMs);
  });
  await Promise.race([pause, running.catch(() => undefined)]);
  clearTimeout(timer);
}
