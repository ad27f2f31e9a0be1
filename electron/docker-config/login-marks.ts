/** Which kept logins registries refused, for as long as this process runs. By host. */
export class LoginMarks {
  readonly #refused = new Map<string, string>();

  /** A registry did not take the login that is kept for it. */
  refuse(host: string): void {
    this.#refused.set(host, new Date().toISOString());
  }

  /** It took it, or it is another one or none by now. */
  clear(host: string): void {
    this.#refused.delete(host);
  }

  /** When it was refused last, ISO 8601; null where it was not. */
  refusedAt(host: string): string | null {
    return this.#refused.get(host) ?? null;
  }
}
