// The link between a page's own world and the preload's isolated one. Both worlds share the DOM and nothing else, and
// an event reaches listeners of both at once, its detail copied: that is what contextBridge does. Put into pages as text.

/**
 * @typedef {{ fn: number } | { error: string } | { items: Tree[] } | { entries: [string, Tree][] } | { value: unknown }} Tree
 * @typedef {{ call: number, args: Tree[], ticket: number } | { expose: string, api: Tree } | { ticket: number, result: Tree }} Message
 */

/** @param {string} from the events this side hears @param {string} to the events the other side hears */
export function createWorldLink(from, to) {
  /** @type {Map<number, (...args: unknown[]) => unknown>} functions of this side that the other may call */
  const mine = new Map();
  /** @type {Map<number, Tree>} what the other side answered */
  const answers = new Map();
  let last = 0;

  /** @param {Message} message */
  function send(message) {
    document.dispatchEvent(new CustomEvent(to, { detail: message }));
  }

  /** @param {unknown} value @returns {Tree} */
  function pack(value) {
    if (typeof value === 'function') {
      last += 1;
      mine.set(last, /** @type {(...args: unknown[]) => unknown} */ (value));
      return { fn: last };
    }
    if (value instanceof Promise)
      throw new Error('electron-double: promises do not cross contextBridge here');
    if (value instanceof Error) return { error: value.message };
    if (Array.isArray(value)) return { items: value.map(pack) };
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.');
    // Bytes are cloned, as the event does with its detail.
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return { value };
    // Like contextBridge: own enumerable members, whatever the prototype.
    return { entries: Object.entries(value).map(([key, inner]) => [key, pack(inner)]) };
  }

  /** @param {Tree} tree @returns {unknown} */
  function unpack(tree) {
    if ('fn' in tree) return Object.freeze((/** @type {unknown[]} */ ...args) => call(tree.fn, args));
    if ('error' in tree) return new Error(tree.error);
    if ('items' in tree) return tree.items.map(unpack);
    if ('entries' in tree)
      return Object.fromEntries(tree.entries.map(([key, inner]) => [key, unpack(inner)]));
    return tree.value;
  }

  /** @param {number} fn @param {unknown[]} args */
  function call(fn, args) {
    last += 1;
    const ticket = last;
    send({ call: fn, args: args.map(pack), ticket });
    const answer = answers.get(ticket);
    answers.delete(ticket);
    if (answer === undefined) throw new Error('electron-double: the other world did not answer');
    const result = unpack(answer);
    if (result instanceof Error) throw result;
    return result;
  }

  /** @param {number} fn @param {Tree[]} args */
  function run(fn, args) {
    try {
      return pack(mine.get(fn)?.(...args.map(unpack)));
    } catch (thrown) {
      return pack(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  }

  document.addEventListener(from, (event) => {
    /** @type {Message} */
    const message = /** @type {CustomEvent} */ (event).detail;
    if ('call' in message) send({ ticket: message.ticket, result: run(message.call, message.args) });
    else if ('result' in message) answers.set(message.ticket, message.result);
    else if (message.expose in window)
      throw new Error(`Cannot bind an API on top of window.${message.expose}`);
    else {
      const api = unpack(message.api);
      // The real one freezes too: a page cannot change what it was given.
      Object.defineProperty(window, message.expose, { value: Object.freeze(api), enumerable: true });
    }
  });

  return {
    /** Gives the other side's window a member. @param {string} name @param {unknown} api */
    expose: (name, api) => send({ expose: name, api: pack(api) }),
  };
}
