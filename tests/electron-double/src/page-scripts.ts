import { readFileSync } from 'node:fs';

export const preloadWorldName = 'electron-double-preload';
export const sendBinding = 'electronDoubleSend';
export const deliverFunction = 'electronDoubleDeliver';

function source(name: string): string {
  const text = readFileSync(new URL(`../page/${name}.js`, import.meta.url), 'utf8');
  return text.replaceAll(/^export /gm, '');
}

const guard = (suffixes: readonly string[]) =>
  `if (window.top !== window || !${JSON.stringify(suffixes)}.some((end) => location.host.endsWith(end))) return;`;

/** Run in the page's own world before any script of its own: receives what the preload exposes. */
export function mainWorldScript(suffixes: readonly string[]): string {
  return `(() => { ${guard(suffixes)}
${source('world-link')}
createWorldLink('electron-double:to-page', 'electron-double:to-preload');
${source('window-asks')}
watchWindows((detail) => document.dispatchEvent(new CustomEvent('electron-double:window', { detail })));
})();`;
}

/** Run in the isolated world: the preload, with what it may require. */
export function preloadScript(suffixes: readonly string[], preload: string): string {
  return `(() => { ${guard(suffixes)}
${source('world-link')}
${source('codec')}
${source('preload-world')}
const world = createPreloadWorld(
  createWorldLink('electron-double:to-preload', 'electron-double:to-page'), { encode, decode });
const module = { exports: {} };
((require, process, module, exports, globalThis) => {
${preload}
})(world.require, world.process, module, module.exports, window);
})();`;
}
