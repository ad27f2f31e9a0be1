/** Which kept logins registries refused, for as long as this process runs. By host. */
export class LoginMarks {
  readonly #refused = new Map<string, string>();
  readonly #listeners = new Set<(host: string, isRefused: boolean) => void>();

  /** A registry did not take the login that is kept for it. */
  refuse(host: string): void {
    const isNew = !this.#refused.has(host);
    this.#refused.set(host, new Date().toISOString());
    if (isNew) this.#tell(host, true);
  }

  /** It took it, or it is another one or none by now. */
  clear(host: string): void {
    if (this.#refused.delete(host)) this.#tell(host, false);
  }

  /** When it was refused last, ISO 8601; null where it was not. */
  refusedAt(host: string): string | null {
    return this.#refused.get(host) ?? null;
  }

  /** Those that are refused now. */
  refused(): string[] {
    return [...this.#refused.keys()];
  }

  /** Calls when one is refused that was not before, or no longer is; answers what ends that. */
  onChange(listener: (host: string, isRefused: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(host: string, isRefused: boolean): void {
    for (const listener of this.#listeners) listener(host, isRefused);
  }
}
