import type { IncomingMessage } from 'node:http';

/** Where this instance is reachable, and nowhere else. */
export interface Place {
  /** `127.0.0.1:PORT` */
  host: string;
  /** `http://127.0.0.1:PORT` */
  origin: string;
}

export function placeOf(port: number): Place {
  const host = `127.0.0.1:${port}`;
  return { host, origin: `http://${host}` };
}

/** Exactly our Host, once: a name that resolves to 127.0.0.1 (DNS rebinding) is not us. */
export function isOurHost(request: IncomingMessage, place: Place): boolean {
  return only(request, 'host') === place.host;
}

/** Exactly our Origin, once. Browsers send it with every POST and WebSocket; who sends none is no page of ours. */
export function isOurOrigin(request: IncomingMessage, place: Place): boolean {
  return only(request, 'origin') === place.origin;
}

/** A header that came exactly once. Node keeps the first `Host` of several, which is why the raw list is read. */
function only(request: IncomingMessage, name: string): string | null {
  const values = request.rawHeaders.filter(
    (_value, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === name,
  );
  return values.length === 1 ? (values[0] ?? null) : null;
}

/** The path asked for, as sent (nothing decoded); null for anything but a path on this server. */
export function pathOf(request: IncomingMessage): string | null {
  const target = request.url ?? '';
  if (!target.startsWith('/')) return null;
  return target.split('?', 1)[0] ?? null;
}
