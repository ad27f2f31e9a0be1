import { fail } from '../../shared/contract/failure.ts';

/** Where an engine listens, as `DOCKER_HOST` and docker contexts write it. */
export type Address =
  | { kind: 'unix'; path: string }
  | { kind: 'npipe'; path: string }
  | { kind: 'tcp'; host: string; port: number; tls: boolean; pathPrefix: string }
  | { kind: 'ssh'; user: string; host: string; port: number | null; socketPath: string };

const defaultUnixSocket = '/var/run/docker.sock';
const defaultPipe = '//./pipe/docker_engine';

/**
 * Reads an engine address as the docker CLI does: an empty unix path is /var/run/docker.sock, a bare
 * `host:port` is tcp, the port is 2375, or 2376 with TLS.
 * @param tls whether TLS files or DOCKER_TLS_VERIFY go with it; port 2376 and https:// mean TLS too.
 * @throws invalid-input `address-malformed`
 */
export function parseAddress(text: string, tls = false): Address {
  const malformed = (detail: string) => fail('invalid-input', 'address-malformed', { address: text, detail });
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//.exec(text)?.[1];
  const rest = scheme === undefined ? text : text.slice(scheme.length + 3);
  switch (scheme) {
    case 'unix': {
      const path = rest === '' ? defaultUnixSocket : rest;
      if (!path.startsWith('/')) throw malformed('the path of a unix socket starts with /');
      if (Buffer.byteLength(path) > 107) throw malformed('a socket path has at most 107 bytes');
      return { kind: 'unix', path };
    }
    case 'npipe':
      return { kind: 'npipe', path: rest === '' ? defaultPipe : rest };
    case 'ssh':
      return parseSsh(text, malformed);
    case undefined:
      if (text === '') throw malformed('it is empty');
      if (text.startsWith('/')) throw malformed(`write unix://${text} for a socket`);
      return parseTcp(`tcp://${text}`, tls, malformed);
    case 'tcp':
    case 'http':
    case 'https':
      return parseTcp(text, tls || scheme === 'https', malformed);
    default:
      throw malformed(`the scheme ${scheme}:// is not known`);
  }
}

function parseUrl(text: string, malformed: (detail: string) => Error): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw Object.assign(malformed('the host or the port is not well formed'), { cause });
  }
}

function parseTcp(text: string, tls: boolean, malformed: (detail: string) => Error): Address {
  // The URL parser drops a default port of http, so it is read under a scheme it does not know.
  const url = parseUrl(text.replace(/^[a-z]+:/, 'tcp:'), malformed);
  if (url.hostname === '') throw malformed('the host is missing');
  if (url.username !== '' || url.password !== '') throw malformed('a user name has no meaning for tcp');
  if (url.port === '0') throw malformed('port 0 is not a port to connect to');
  const secure = tls || url.port === '2376';
  const port = url.port === '' ? (secure ? 2376 : 2375) : Number(url.port);
  return { kind: 'tcp', host: url.hostname, port, tls: secure, pathPrefix: url.pathname.replace(/\/+$/, '') };
}

function parseSsh(text: string, malformed: (detail: string) => Error): Address {
  const url = parseUrl(text, malformed);
  if (url.hostname === '') throw malformed('the host is missing');
  if (url.password !== '') throw malformed('a password in an ssh address is not supported: use a key');
  // ssh would read a leading dash as an option.
  if (url.hostname.startsWith('-') || url.username.startsWith('-'))
    throw malformed('the host starts with a dash');
  if (url.search !== '' || url.hash !== '') throw malformed('it has a query');
  return {
    kind: 'ssh',
    user: decodeURIComponent(url.username),
    host: url.hostname,
    port: url.port === '' ? null : Number(url.port),
    socketPath: url.pathname === '/' ? '' : decodeURIComponent(url.pathname),
  };
}

/** The address in its one canonical spelling; `parseAddress` of it gives the same address. */
export function formatAddress(address: Address): string {
  switch (address.kind) {
    case 'unix':
      return `unix://${address.path}`;
    case 'npipe':
      return `npipe://${address.path}`;
    case 'tcp':
      return `tcp://${address.host}:${address.port}${address.pathPrefix}`;
    case 'ssh': {
      const user = address.user === '' ? '' : `${encodeURIComponent(address.user)}@`;
      const port = address.port === null ? '' : `:${address.port}`;
      return `ssh://${user}${address.host}${port}${address.socketPath}`;
    }
  }
}

/** True where a connection attempt costs next to nothing, so that retries may be frequent. */
export function isLocal(address: Address): boolean {
  switch (address.kind) {
    case 'unix':
    case 'npipe':
      return true;
    case 'tcp':
      return address.host === 'localhost' || address.host === '[::1]' || address.host.startsWith('127.');
    case 'ssh':
      return false;
  }
}
