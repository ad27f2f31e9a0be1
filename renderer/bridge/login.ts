import type { ApiError, Result } from '../../shared/contract/errors.ts';
import { failure } from '../../shared/contract/failure.ts';

const pageKeyName = 'slipway.page-key';

/** Takes the one-time token out of the address, so that it is neither shown, bookmarked nor sent twice. */
export function takeLinkToken(): string | null {
  const match = /^#token=([\w-]+)$/.exec(location.hash);
  if (match === null) return null;
  history.replaceState(null, '', location.pathname);
  return match[1] ?? null;
}

/** A ticket for one WebSocket. `token` is exchanged for a session first; null: there should be one already. */
export async function fetchTicket(token: string | null): Promise<Result<string>> {
  const login = token === null ? null : await logIn(token);
  const pageKey = localStorage.getItem(pageKeyName);
  if (pageKey !== null) {
    const ticket = await post('/ticket', { key: pageKey });
    if (ticket.ok && typeof ticket.value.ticket === 'string') return { ok: true, value: ticket.value.ticket };
    // A link used before is no matter while the session it opened lives; else it is what to tell.
    if (!ticket.ok && (login === null || login.ok)) return ticket;
  }
  if (login !== null && !login.ok) return login;
  return { ok: false, error: failure('unauthorized', 'login-needed') };
}

/** The session itself is a cookie no script sees; the page key only ties it to this very address and port. */
async function logIn(token: string): Promise<Result<unknown>> {
  const answer = await post('/session', { token });
  if (answer.ok && typeof answer.value.key === 'string') localStorage.setItem(pageKeyName, answer.value.key);
  return answer;
}

async function post(path: string, body: Record<string, string>): Promise<Result<Record<string, unknown>>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
    });
    const answer: Record<string, unknown> = await response.json();
    if (response.ok) return { ok: true, value: answer };
    return { ok: false, error: (answer.error as ApiError | undefined) ?? unreachable() };
  } catch {
    // No answer, or none of Slipway's: the host is gone, or another program has its port.
    return { ok: false, error: unreachable() };
  }
}

function unreachable(): ApiError {
  return failure('unreachable', 'connection-closed');
}
