// Runs a built Electron main process on the double: node tests/electron-double/run.mjs dist/desktop/main.js [args]
import { createRequire, Module, register } from 'node:module';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { register as registerTsx } from 'tsx/esm/api';

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  process.stderr.write('usage: node tests/electron-double/run.mjs MAIN [ARGUMENTS]\n');
  process.exit(2);
}
const main = resolve(entry);

// tsx compiles the double's own files only: the program under test is loaded as Node loads it.
const tsx = registerTsx({ namespace: 'electron-double' });
/** @type {typeof import('./src/double.ts')} */
const { createDouble } = await tsx.import('./src/double.ts', import.meta.url);

process.argv = [process.argv[0] ?? 'node', main, ...args];
const double = createDouble({ main });

// `import ... from 'electron'` and `require('electron')` both give the double.
Object.assign(globalThis, { electronDouble: double.electron });
register('./resolve-hook.mjs', import.meta.url);
const require = createRequire(import.meta.url);
/** @type {{ _load(request: string, ...rest: unknown[]): unknown }} */
const loader = /** @type {any} */ (Module);
const load = loader._load;
loader._load = (request, ...rest) =>
  request === 'electron' ? require('./electron-module.cjs') : load.call(Module, request, ...rest);

await double.run(() => import(pathToFileURL(main).href));
