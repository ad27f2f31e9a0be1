import { onlyKnown, UnsupportedError } from './strict.ts';

export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

/**
 * Custom schemes as Chromium sees them here. It knows only its own schemes, so `app://slipway/x` is shown to it as
 * `https://slipway.app-scheme.test/x`: a secure, standard origin of its own, and every request for it is answered by
 * the registered handler.
 */
export class SchemeMap {
  readonly #handlers = new Map<string, ProtocolHandler>();
  readonly #schemes = new Set<string>();

  /** What `protocol.registerSchemesAsPrivileged` was given. */
  privilege(schemes: readonly { scheme: string; privileges?: Record<string, boolean> }[]): void {
    for (const { scheme, privileges = {} } of schemes) {
      onlyKnown(`privileges of ${scheme}`, privileges, [
        'standard',
        'secure',
        'supportFetchAPI',
        'corsEnabled',
        'stream',
        'codeCache',
        'bypassCSP',
        'allowServiceWorkers',
      ]);
      if (privileges.standard !== true || privileges.secure !== true) {
        throw new UnsupportedError(`the scheme ${scheme}: only standard and secure ones`);
      }
      if (privileges.bypassCSP === true) throw new UnsupportedError('bypassCSP');
      this.#schemes.add(scheme);
    }
  }

  handle(scheme: string, handler: ProtocolHandler): void {
    if (!this.#schemes.has(scheme)) throw new UnsupportedError(`the unprivileged scheme ${scheme}`);
    if (this.#handlers.has(scheme)) throw new Error(`The scheme has been registered: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme);
  }

  isHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** The handler for an address in its own scheme. */
  handlerFor(appUrl: string): ProtocolHandler | undefined {
    return this.#handlers.get(new URL(appUrl).protocol.slice(0, -1));
  }

  /** As Chromium is asked for it; null for a scheme that is not one of these. */
  toChromium(url: string): string | null {
    const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/is.exec(url);
    if (match === null) return null;
    const [, scheme = '', host = '', rest = ''] = match;
    if (!this.#schemes.has(scheme.toLowerCase())) return null;
    return `https://${host}.${scheme.toLowerCase()}-scheme.test${rest.startsWith('/') ? '' : '/'}${rest}`;
  }

  /** As Electron would spell an address that Chromium tells. Others are left as they are. */
  toElectron(url: string): string {
    return url.replace(/^https:\/\/([^/?#]+)\.([a-z0-9+-]+)-scheme\.test(?=[/?#]|$)/, '$2://$1');
  }

  /** The origin that Chromium shows for an address of these schemes. */
  originOf(url: string): string {
    const shown = this.toChromium(url);
    if (shown === null) throw new UnsupportedError(`the origin of ${url}`);
    return new URL(shown).origin;
  }

  /** Every origin of these schemes, in the form of a host's suffix. */
  suffixes(): string[] {
    return [...this.#schemes].map((scheme) => `.${scheme}-scheme.test`);
  }
}
