import { createClient } from '../../shared/contract/client.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { failure } from '../../shared/contract/failure.ts';
import { createLatePort } from './late-port.ts';
import { fetchTicket, takeLinkToken } from './login.ts';
import { type Bridge, createStatus } from './status.ts';
import { openWebSocketPort } from './websocket-port.ts';

const firstDelayMs = 250;
const longestDelayMs = 10_000;

/** Connects to the host that served the page: link, session, ticket, WebSocket; again after each loss. */
export function connectWeb(): Bridge {
  const state = createStatus({ status: 'connecting' });
  let token = takeLinkToken();
  let port = createLatePort();
  let client = createClient(port);
  let failures = 0;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function lost(error: ApiError): void {
    port.close();
    // Not let in: trying again without a fresh link changes nothing.
    const retrying = error.code !== 'unauthorized';
    if (retrying) {
      const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** failures) * (0.75 + Math.random() / 2);
      failures += 1;
      timer = setTimeout(() => void connect(), delay);
    }
    state.set({ status: 'closed', error, retrying });
  }

  async function connect(): Promise<void> {
    clearTimeout(timer);
    attempt += 1;
    const mine = attempt;
    const ticket = await fetchTicket(token);
    if (mine !== attempt) return;
    if (!ticket.ok) {
      lost(ticket.error);
      return;
    }
    token = null;
    const real = await openWebSocketPort(ticket.value);
    if (mine !== attempt) {
      real?.close();
      return;
    }
    if (real === null) {
      lost(failure('unreachable', 'connection-closed'));
      return;
    }
    failures = 0;
    if (client.closed) {
      port = createLatePort();
      client = createClient(port);
    }
    port.attach(real);
    real.onClose(() => lost(failure('unreachable', 'connection-closed')));
    state.set({ status: 'open' });
  }

  // A fresh link opened in this very tab only changes the fragment: no reload.
  window.addEventListener('hashchange', () => {
    const fresh = takeLinkToken();
    if (fresh === null) return;
    token = fresh;
    if (state.get().status !== 'open') void connect();
  });
  void connect();

  return {
    host: 'web',
    current: () => client,
    status: state.get,
    subscribe: state.subscribe,
    reconnect: () => {
      if (state.get().status === 'closed') void connect();
    },
  };
}
