import type { Client } from '../../shared/contract/client.ts';
import type { Crash } from '../../shared/contract/crashes.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { crashCause, crashTitle, crashWords } from '../../shared/model/crash-words.ts';
import type { Language } from '../../shared/model/desktop-words.ts';
import type { Notice } from './act.ts';

const retryMs = 1_000;
const bodyLimit = 240;

/** What a notification says of a crash, and the route a click on it leads to. */
export function crashNotice(crash: Crash, language: Language): Notice & { route: string } {
  const words = crashWords[language];
  const last = crash.lines.findLast(({ text }) => text.trim() !== '')?.text.trim() ?? '';
  const body = [crashCause(crash, words), last].filter((part) => part !== '').join('\n');
  return {
    title: crashTitle(crash, words),
    body: body.length > bodyLimit ? `${body.slice(0, bodyLimit - 1)}…` : body,
    // What is gone has no page; its crash still shows among the others.
    route: crash.removed ? '/overview' : `/containers/${crash.containerId.slice(0, 12)}/overview`,
  };
}

/** Follows the crashes worth telling; the stream is opened again a second after it ended. Answers a function that stops. */
export function followCrashes(
  client: Client,
  on: { crash(crash: Crash): void; failed(error: ApiError): void },
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () =>
    client.stream(
      'containers.crashes',
      {},
      {
        item: (item) => {
          if (item.type === 'crash' && item.tell) on.crash(item.crash);
        },
        done: (error) => {
          if (client.closed) return;
          if (error !== undefined) on.failed(error);
          timer = setTimeout(() => {
            handle = open();
          }, retryMs);
        },
      },
    );
  let handle = open();
  return () => {
    clearTimeout(timer);
    handle.cancel();
  };
}
