import type { ServerPort } from '../../shared/contract/wire.ts';

/** A port that also tells of calls that succeeded, by method: how the tray learns of what the page changed. */
export function tapCalls(
  port: ServerPort,
  interesting: (method: string) => boolean,
  succeeded: (method: string) => void,
): ServerPort {
  const asked = new Map<number, string>();
  return {
    send: (message) => {
      port.send(message);
      if (message.t !== 'answer') return;
      const method = asked.get(message.id);
      asked.delete(message.id);
      if (method !== undefined && message.result.ok) succeeded(method);
    },
    onMessage: (listener) =>
      port.onMessage((message) => {
        // Not checked yet: anything may come from a page.
        const { t, id, method }: Partial<Record<string, unknown>> = Object(message);
        if (t === 'call' && typeof id === 'number' && typeof method === 'string' && interesting(method)) {
          asked.set(id, method);
        }
        listener(message);
      }),
    onClose: (listener) => port.onClose(listener),
    close: () => port.close(),
  };
}
