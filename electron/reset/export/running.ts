/** Exports of this process that are under way. */
export class RunningExports {
  readonly #all = new Set<{ engineId: string; folder: string }>();

  /** Holds from now on, until the answer is called. */
  begin(engineId: string, folder: string): () => void {
    const one = { engineId, folder };
    this.#all.add(one);
    return () => {
      this.#all.delete(one);
    };
  }

  /** The folder that an export of this engine goes to, or null where none is under way. */
  of(engineId: string): string | null {
    for (const one of this.#all) if (one.engineId === engineId) return one.folder;
    return null;
  }
}
