import { EventEmitter } from 'node:events';

/** Thrown for whatever the double does not do: a test must never pass because something was silently left out. */
export class UnsupportedError extends Error {
  constructor(what: string) {
    super(`electron-double: ${what} is not supported. Teach it to the double, or do without.`);
    this.name = 'UnsupportedError';
  }
}

/** Asked for by Node and by promises themselves. */
const harmless = new Set(['then', 'toJSON', 'constructor', 'default', '__esModule', 'inspect']);

/** The object, which throws when a member is used that it does not have. Methods keep their `this`. */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get: (on, key) => {
      if (!(key in on) && typeof key === 'string' && !harmless.has(key)) {
        throw new UnsupportedError(`${name}.${key}`);
      }
      const value: unknown = Reflect.get(on, key);
      return typeof value === 'function' && !isClass(value) ? value.bind(on) : value;
    },
    set: (on, key, value) => {
      if (!(key in on)) throw new UnsupportedError(`setting ${name}.${String(key)}`);
      return Reflect.set(on, key, value);
    },
  });
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

/** Throws for an option that the double knows nothing of. */
export function onlyKnown(what: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) throw new UnsupportedError(`${what} option "${key}"`);
  }
}

/** An emitter that refuses listeners for events it does not know. */
export class StrictEmitter extends EventEmitter {
  readonly #name: string;
  readonly #events: ReadonlySet<string>;

  constructor(name: string, events: readonly string[]) {
    super();
    this.#name = name;
    this.#events = new Set(events);
  }

  #check(event: string | symbol): string | symbol {
    if (typeof event === 'string' && !this.#events.has(event)) {
      throw new UnsupportedError(`the event "${event}" of ${this.#name}`);
    }
    return event;
  }

  override on(event: string | symbol, listener: (...args: never[]) => void): this {
    return super.on(this.#check(event), listener as (...args: unknown[]) => void);
  }
  override once(event: string | symbol, listener: (...args: never[]) => void): this {
    return super.once(this.#check(event), listener as (...args: unknown[]) => void);
  }
  override addListener(event: string | symbol, listener: (...args: never[]) => void): this {
    return this.on(event, listener);
  }
  override off(event: string | symbol, listener: (...args: never[]) => void): this {
    return super.off(this.#check(event), listener as (...args: unknown[]) => void);
  }
}

/** An event as Electron passes it: whoever emits it looks whether it was prevented. */
export interface PreventableEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

export function preventable<T extends object>(fields: T): T & PreventableEvent {
  let prevented = false;
  return Object.defineProperties(
    { ...fields, defaultPrevented: false, preventDefault: () => undefined },
    {
      defaultPrevented: { get: () => prevented },
      preventDefault: {
        value: () => {
          prevented = true;
        },
      },
    },
  );
}
