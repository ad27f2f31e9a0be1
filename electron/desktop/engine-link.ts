import type { Client } from '../../shared/contract/client.ts';
import type { EngineState, WatchItem } from '../../shared/contract/engine.ts';
import type { ApiError } from '../../shared/contract/errors.ts';

const retryMs = 1_000;

/** Follows the connection state and the containers; a stream that ends is opened again after a second. Answers a function that stops. */
export function followEngine(
  client: Client,
  on: { state(state: EngineState): void; item(item: WatchItem): void; failed(error: ApiError): void },
): () => void {
  const stops = [
    keepOpen((done) => client.stream('engine.state', {}, { item: on.state, done })),
    keepOpen((done) => client.stream('engine.watch', { kinds: ['container'] }, { item: on.item, done })),
  ];

  function keepOpen(open: (done: (error?: ApiError) => void) => { cancel(): void }): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let handle = open(done);
    function done(error?: ApiError): void {
      if (client.closed) return;
      if (error !== undefined) on.failed(error);
      timer = setTimeout(() => {
        handle = open(done);
      }, retryMs);
    }
    return () => {
      clearTimeout(timer);
      handle.cancel();
    };
  }

  return () => {
    for (const stop of stops) stop();
  };
}
