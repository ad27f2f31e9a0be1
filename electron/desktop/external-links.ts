/** Where help leads to; a page of theirs cannot name other hosts. */
const documentationHosts = new Set(['docs.docker.com', 'docs.podman.io', 'criu.org']);
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

export const documentationUrl = 'https://docs.docker.com/';

/**
 * The address to hand to the system's browser, or null when it must not be opened: documentation over https, and
 * published ports over http or https on this machine or on `hosts` (the engine's own, those that ports are bound to).
 */
export function externalUrl(raw: string, hosts: ReadonlySet<string>): string | null {
  if (raw.length > 2000 || !URL.canParse(raw)) return null;
  const url = new URL(raw);
  if (url.username !== '' || url.password !== '') return null;
  if (url.protocol === 'https:' && url.port === '' && documentationHosts.has(url.hostname)) return url.href;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  return loopbackHosts.has(url.hostname) || hosts.has(url.hostname) ? url.href : null;
}
