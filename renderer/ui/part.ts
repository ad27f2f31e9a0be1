import { type ComponentType, useEffect, useState } from 'react';

/** A component whose code is fetched when it is first wanted, and kept from then on. */
export class Part<Props extends object = object> {
  readonly #fetch: () => Promise<ComponentType<Props>>;
  #component: ComponentType<Props> | null = null;

  constructor(fetch: () => Promise<ComponentType<Props>>) {
    this.#fetch = fetch;
  }

  /** null while its code is not here. */
  get component(): ComponentType<Props> | null {
    return this.#component;
  }

  /** Fetches the code. Rejects when it cannot be had, e.g. because the host has gone. */
  async load(): Promise<void> {
    this.#component ??= await this.#fetch();
  }
}

/**
 * The component of a part; null while its code is on the way. A failure is thrown, for the error boundary.
 * Not `React.lazy`: Suspense holds content back for 300 ms once it has shown a fallback.
 */
export function usePart<Props extends object>(part: Part<Props>): ComponentType<Props> | null {
  const [arrived, setArrived] = useState<{ part: Part<Props>; fault?: unknown } | null>(null);
  const { component } = part;
  useEffect(() => {
    if (component !== null) return;
    let wanted = true;
    part
      .load()
      .then(() => wanted && setArrived({ part }))
      .catch((fault: unknown) => wanted && setArrived({ part, fault }));
    return () => {
      wanted = false;
    };
  }, [part, component]);
  if (component === null && arrived?.part === part && 'fault' in arrived) throw arrived.fault;
  return component;
}

/** Fetches parts while nothing else is to do: showing one is then immediate, even with the host gone. */
export function loadWhenIdle(parts: Readonly<Record<string, Pick<Part, 'load'>>>): void {
  requestIdleCallback(() => {
    for (const [name, part] of Object.entries(parts))
      part.load().catch((fault: unknown) => console.warn(`The code of ${name} is not loaded yet:`, fault));
  });
}
