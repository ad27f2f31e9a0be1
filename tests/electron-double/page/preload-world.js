// What a sandboxed preload finds: `require('electron')` with contextBridge and ipcRenderer, and little more.
// Put into pages as text, around the preload itself.

/**
 * @param {{ expose(name: string, api: unknown): void }} link
 * @param {{ encode(value: unknown): unknown, decode(encoded: any): unknown }} codec
 */
export function createPreloadWorld(link, codec) {
  /** @type {Map<string, ((...args: unknown[]) => void)[]>} */
  const listeners = new Map();

  /** @param {string} name @param {Record<string, unknown>} members */
  const strict = (name, members) =>
    new Proxy(members, {
      get: (on, key) => {
        if (key in on || typeof key === 'symbol') return Reflect.get(on, key);
        throw new Error(`electron-double: ${name}.${key} is not supported in a preload`);
      },
    });

  /** @param {object} message */
  const say = (message) => Reflect.get(globalThis, 'electronDoubleSend')(JSON.stringify(message));
  document.addEventListener('electron-double:window', (event) =>
    say({ window: /** @type {CustomEvent} */ (event).detail }),
  );

  const ipcRenderer = strict('ipcRenderer', {
    send: (/** @type {string} */ channel, /** @type {unknown[]} */ ...args) => {
      Reflect.get(
        globalThis,
        'electronDoubleSend',
      )(JSON.stringify({ channel, args: args.map(codec.encode) }));
    },
    on: (/** @type {string} */ channel, /** @type {(...args: unknown[]) => void} */ listener) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
  });
  const contextBridge = strict('contextBridge', { exposeInMainWorld: link.expose });
  const electron = strict('electron', { contextBridge, ipcRenderer });

  Object.defineProperty(globalThis, 'electronDoubleDeliver', {
    value: (/** @type {string} */ text) => {
      const { channel, args } = JSON.parse(text);
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args.map(codec.decode));
    },
  });

  return {
    require: (/** @type {string} */ name) => {
      if (name === 'electron' || name === 'electron/renderer') return electron;
      throw new Error(`electron-double: a sandboxed preload cannot require "${name}"`);
    },
    process: strict('process', { sandboxed: true, contextIsolated: true, type: 'renderer', env: {} }),
  };
}
