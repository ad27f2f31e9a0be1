import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../build/lib/paths.mjs';

export type Files = Readonly<Record<string, string>>;

/** The configuration that `npm run check` reads: the project's own, so that these tests prove what is in force. */
const configuration = ['biome.json', 'tsconfig.json', 'knip.json', '.gitignore', 'build/lint'];

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** A small project in the shape of the real one, with which every check is content. */
const clean: Files = {
  'package.json': json({ type: 'module', private: true, devDependencies: { vite: '*' } }),
  'package-lock.json': json({ packages: {} }),
  'shared/model/sizes.ts': 'export const kibibyte = 1024;\n',
  'shared/contract/disk.ts':
    "import { kibibyte } from '../model/sizes.ts';\n\nexport const limit = 4 * kibibyte;\n",
  'electron/engine/engine.ts': 'export interface Engine {\n  readonly name: string;\n}\n',
  'electron/disk/handlers.ts': [
    "import { limit } from '../../shared/contract/disk.ts';",
    "import type { Engine } from '../engine/engine.ts';",
    '',
    'export const usage = (engine: Engine): string => `$' + '{engine.name} $' + '{limit}`;',
    '',
  ].join('\n'),
  'electron/volumes/handlers.ts': 'export const volumes = 1;\n',
  'electron/app.ts': [
    "import { usage } from './disk/handlers.ts';",
    "import { volumes } from './volumes/handlers.ts';",
    '',
    'export const app = { usage, volumes };',
    '',
  ].join('\n'),
  'electron/cli/main.ts': "import { app } from '../app.ts';\n\nconsole.log(app.volumes);\n",
  'renderer/ui/button.ts': 'export const button = 1;\n',
  'renderer/panels/disk/panel.ts': [
    "import { limit } from '../../../shared/contract/disk.ts';",
    "import { button } from '../../ui/button.ts';",
    '',
    'export const diskPanel = button + limit;',
    '',
  ].join('\n'),
  'renderer/panels/images/panel.ts': 'export const imagesPanel = 1;\n',
  'build/vite.renderer.config.ts': [
    "import { fileURLToPath } from 'node:url';",
    "import { defineConfig } from 'vite';",
    '',
    "export default defineConfig({ root: fileURLToPath(new URL('../renderer', import.meta.url)) });",
    '',
  ].join('\n'),
  'renderer/index.html': '<script type="module" src="./main.tsx"></script>\n',
  'renderer/main.tsx': [
    "import { diskPanel } from './panels/disk/panel.ts';",
    "import { imagesPanel } from './panels/images/panel.ts';",
    '',
    'console.log(diskPanel, imagesPanel);',
    '',
  ].join('\n'),
  'tests/sizes.test.ts': "console.log('no tests');\n",
};

export interface Tree {
  readonly root: string;
  remove(): void;
}

/** Writes the clean project, with `extra` added or put in the place of a file of it, into a folder of its own. */
export function makeTree(extra: Files = {}): Tree {
  const tree = mkdtempSync(join(tmpdir(), 'slipway-walls-'));
  for (const path of configuration) cpSync(join(root, path), join(tree, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const [path, text] of Object.entries({ ...clean, ...extra })) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  execFileSync('git', ['init', '--quiet', tree]);
  return { root: tree, remove: () => rmSync(tree, { recursive: true, force: true }) };
}
