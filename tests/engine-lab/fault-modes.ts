/** What a fault proxy does to matching requests. See README.md for the rows of the fault matrix each one serves. */
export type FaultMode =
  | { readonly type: 'pass' }
  /** Requests wait before they reach the engine. */
  | { readonly type: 'delay'; readonly ms: number }
  /** The socket file stays, nobody listens (ECONNREFUSED); open connections are cut. Whole proxy. */
  | { readonly type: 'refuse' }
  /** The socket file is gone (ENOENT); open connections are cut. Whole proxy. */
  | { readonly type: 'absent' }
  /** Accepted, never answered, not even after the mode has changed. `method`: only requests of that kind. */
  | { readonly type: 'hang'; readonly method?: string }
  /** The request reaches the engine; the connection is cut after so many bytes of the answer's body. 0: no answer. */
  | { readonly type: 'dropAfter'; readonly bytes: number }
  /** Streams end in the middle of their next chunk: within a JSON object or a log frame. */
  | { readonly type: 'cutMidFrame' }
  /** Streams, open ones too, go silent; what comes meanwhile is delivered afterwards, or lost if `lose`. */
  | { readonly type: 'stallStreams'; readonly lose?: boolean }
  /** `method`: only requests of that kind. */
  | { readonly type: 'status'; readonly status: number; readonly body?: string; readonly method?: string }
  | { readonly type: 'html200' }
  | { readonly type: 'garbageJson' }
  /** The true answer's first half under a Content-Length of more than the whole, then the connection is cut. */
  | { readonly type: 'truncatedJson' }
  /** A well-formed JSON list of about so many bytes. */
  | { readonly type: 'hugeAnswer'; readonly bytes: number }
  /** List answers with fields that are null or missing. */
  | { readonly type: 'nullFields' }
  | { readonly type: 'duplicateEvents' }
  /** Every two events swap places. */
  | { readonly type: 'reorderEvents' }
  /** Text put verbatim into event streams, each item with a newline: into open ones at once, new ones at their start. */
  | { readonly type: 'injectEvents'; readonly lines: readonly string[] }
  /** List requests (containers, images, networks, volumes, services ...) take this much longer. */
  | { readonly type: 'slowList'; readonly ms: number };

/** Request path without version prefix and query: `/v1.45/containers/json?all=1` gives `/containers/json`. */
export function plainPath(url: string): string {
  return url.replace(/\?.*$/, '').replace(/^\/v\d+(\.\d+)+(?=\/)/, '');
}

const lists =
  /^\/(containers\/json|images\/json|networks|volumes|services|nodes|tasks|secrets|configs|plugins|system\/df)$/;
const streams =
  /^\/(events|build|images\/create|images\/[^?]+\/push|(containers|services|tasks)\/[^/]+\/(logs|attach))$/;

/** Whether a request asks for a list of objects. */
export function isList(method: string, url: string): boolean {
  return method === 'GET' && lists.test(plainPath(url));
}

/** Whether an answer goes on as long as its subject lives. */
export function isStream(url: string): boolean {
  const path = plainPath(url);
  if (/^\/containers\/[^/]+\/stats$/.test(path)) return !/[?&]stream=(0|false)/i.test(url);
  return streams.test(path) || /^\/exec\/[^/]+\/start$/.test(path);
}

/** Whether a request opens the event stream. */
export function isEvents(url: string): boolean {
  return plainPath(url) === '/events';
}

/**
 * Damages a JSON answer as engines and proxies have been seen to: in every list, items in turn have all fields but
 * `Id` null, have nothing but `Id`, and keep their plain values while all nested ones are null.
 */
export function withNullFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item, index) => damage(item, index % 3));
  if (typeof value !== 'object' || value === null) return value;
  return mapFields(value, (_key, field) => (Array.isArray(field) ? withNullFields(field) : field));
}

function damage(item: unknown, how: number): unknown {
  if (typeof item !== 'object' || item === null) return null;
  const isId = (key: string): boolean => /^(id|name)$/i.test(key);
  if (how === 0) return mapFields(item, (key, field) => (isId(key) ? field : null));
  if (how === 1) return Object.fromEntries(Object.entries(item).filter(([key]) => isId(key)));
  return mapFields(item, (_key, field) => (typeof field === 'object' ? null : field));
}

function mapFields(object: object, change: (key: string, field: unknown) => unknown): unknown {
  return Object.fromEntries(Object.entries(object).map(([key, field]) => [key, change(key, field)]));
}

/** Pieces of a JSON list of about `bytes` bytes, made as they are sent. */
export function* hugeList(bytes: number): Generator<string> {
  const piece = `{"Id":"${'0'.repeat(64)}","Names":["/huge"],"Labels":{"pad":"${'x'.repeat(60_000)}"}}`;
  yield `[${piece}`;
  for (let sent = piece.length; sent < bytes; sent += piece.length + 1) yield `,${piece}`;
  yield ']';
}
