import type { Client } from '../../shared/contract/client.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { InputOf, ItemOf, StreamName } from '../../shared/contract/index.ts';

const retryMs = 1_000;

/** A stream that is opened again a second after it ended, for as long as the client lives. Answers a function that stops. */
export function keepStream<P extends StreamName>(
  client: Client,
  method: P,
  input: InputOf<P>,
  on: { item(item: ItemOf<P>): void; failed(error: ApiError): void },
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () =>
    client.stream(method, input, {
      item: on.item,
      done: (error) => {
        if (client.closed) return;
        if (error !== undefined) on.failed(error);
        timer = setTimeout(() => {
          handle = open();
        }, retryMs);
      },
    });
  let handle = open();
  return () => {
    clearTimeout(timer);
    handle.cancel();
  };
}
