import type { Result } from '../../shared/contract/errors.ts';
import { failure } from '../../shared/contract/failure.ts';
import { digestOf, matches, newSecret, type SecretDigest } from './secrets.ts';

export interface SessionGuardOptions {
  /** Part of the cookie's name: cookies are shared by all ports of a host, so each instance needs its own. */
  port: number;
  /** A session without a page for so long is over. */
  idleMs: number;
  /** How long a ticket may be on its way. */
  ticketMs: number;
  /** Milliseconds; monotonic or not does not matter at these lengths. */
  now?: () => number;
}

export interface SessionGuard {
  /** A new link token, good once; those before stay good until used, the last few of them. */
  newToken(): string;
  /** Exchanges a token, once, for the `Set-Cookie` value and the page key. */
  logIn(token: string): Result<{ setCookie: string; key: string }>;
  /** A ticket for one WebSocket, for who has both the cookie and the page key. */
  newTicket(cookieHeader: string | undefined, key: string): Result<{ setCookie: string; ticket: string }>;
  /** Takes a ticket; null when it or the cookie is not good. The page must be told of with `left`. */
  enter(cookieHeader: string | undefined, ticket: string): PageVisit | null;
}

export interface PageVisit {
  left(): void;
}

interface Session {
  readonly cookie: SecretDigest;
  /**
   * A second secret, kept in the page's localStorage: the browser sends the cookie to every port of 127.0.0.1,
   * so another user's server could collect it; localStorage it cannot read.
   */
  readonly key: SecretDigest;
  readonly tickets: { digest: SecretDigest; until: number }[];
  pages: number;
  lastSeen: number;
}

const ticketsPerSession = 32;
const unusedTokens = 8;
const rememberedTokens = 64;

/** Who may talk to this instance: link token, then session, then a ticket a page. Keeps only digests. */
export function createSessionGuard(options: SessionGuardOptions): SessionGuard {
  const now = options.now ?? Date.now;
  const cookieName = `slipway-${options.port}`;
  const tokens: SecretDigest[] = [];
  const usedTokens: SecretDigest[] = [];
  let sessions: Session[] = [];

  function setCookie(secret: string): string {
    const seconds = Math.ceil(options.idleMs / 1000);
    return `${cookieName}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}`;
  }

  /** True when the token was good; it is not any more. */
  function useToken(given: string): boolean {
    const at = tokens.findIndex((digest) => matches(digest, given));
    if (at === -1) return false;
    usedTokens.push(...tokens.splice(at, 1));
    if (usedTokens.length > rememberedTokens) usedTokens.shift();
    return true;
  }

  function sessionOf(cookieHeader: string | undefined): { session: Session; secret: string } | null {
    const secret = readCookie(cookieHeader, cookieName);
    if (secret === null) return null;
    sessions = sessions.filter(({ pages, lastSeen }) => pages > 0 || now() - lastSeen <= options.idleMs);
    const session = sessions.find(({ cookie }) => matches(cookie, secret));
    return session === undefined ? null : { session, secret };
  }

  return {
    newToken: () => {
      const fresh = newSecret();
      tokens.push(digestOf(fresh));
      if (tokens.length > unusedTokens) tokens.shift();
      return fresh;
    },
    logIn: (given) => {
      if (!useToken(given)) {
        const used = usedTokens.some((digest) => matches(digest, given));
        return { ok: false, error: failure('unauthorized', used ? 'link-used' : 'login-needed') };
      }
      const cookie = newSecret();
      const key = newSecret();
      const digests = { cookie: digestOf(cookie), key: digestOf(key) };
      sessions.push({ ...digests, tickets: [], pages: 0, lastSeen: now() });
      return { ok: true, value: { setCookie: setCookie(cookie), key } };
    },
    newTicket: (cookieHeader, key) => {
      const found = sessionOf(cookieHeader);
      if (found === null || !matches(found.session.key, key)) {
        return { ok: false, error: failure('unauthorized', 'login-needed') };
      }
      const { session, secret } = found;
      session.lastSeen = now();
      const ticket = newSecret();
      session.tickets.push({ digest: digestOf(ticket), until: now() + options.ticketMs });
      if (session.tickets.length > ticketsPerSession) session.tickets.shift();
      return { ok: true, value: { setCookie: setCookie(secret), ticket } };
    },
    enter: (cookieHeader, ticket) => {
      const session = sessionOf(cookieHeader)?.session;
      if (session === undefined) return null;
      const at = session.tickets.findIndex(({ digest }) => matches(digest, ticket));
      const [taken] = at === -1 ? [] : session.tickets.splice(at, 1);
      if (taken === undefined || taken.until < now()) return null;
      session.pages += 1;
      return {
        left: () => {
          session.pages -= 1;
          session.lastSeen = now();
        },
      };
    },
  };
}

/** The value of one cookie; null when it is missing or there twice. */
function readCookie(header: string | undefined, name: string): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? (values[0] ?? null) : null;
}
