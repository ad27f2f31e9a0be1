import { isDeepStrictEqual } from 'node:util';
import type { ManagedStatus } from '../../shared/contract/managed.ts';
import { readStatus } from './status.ts';
import type { ManagedTools } from './tools.ts';

/** systemd tells nobody of its changes without a bus: it is asked. */
const lookMs = 5000;

/** The status at once and at each change. */
export async function* watchStatus(tools: ManagedTools, signal: AbortSignal): AsyncGenerator<ManagedStatus> {
  const { engine, supervision } = tools;
  let wake: () => void = () => undefined;
  let asked = true;
  const look = () => {
    asked = true;
    wake();
  };
  const disposers = [supervision.own.onChange(look), engine.connection.onState(look)];
  const timer = setInterval(look, lookMs);
  signal.addEventListener('abort', look, { once: true });
  let last: ManagedStatus | null = null;
  try {
    // Who the engine in use is decides what is told: without this nothing is chosen yet.
    await engine.start();
    while (!signal.aborted) {
      if (!asked)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (signal.aborted) return;
      asked = false;
      const now = await readStatus(tools, signal);
      if (isDeepStrictEqual(now, last)) continue;
      last = now;
      yield now;
    }
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', look);
    for (const dispose of disposers) dispose();
  }
}
