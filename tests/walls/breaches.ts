/** A file that breaks one rule, and where the complaint is to come from. */
export interface Breach {
  readonly title: string;
  readonly check: 'types' | 'lint' | 'layers' | 'dead-code' | 'lines' | 'traces';
  /** Name of the rule as the check prints it. */
  readonly rule: string;
  readonly file: string;
  readonly text: string;
}

type Row = readonly [title: string, rule: string, file: string, text: string];

const rows = (check: Breach['check'], list: readonly Row[]): readonly Breach[] =>
  list.map(([title, rule, file, text]) => ({ check, title, rule, file, text: `${text}\n` }));

const walls = rows('layers', [
  [
    'wall 1: shared/ imports electron/',
    'shared-stands-alone',
    'shared/contract/one.ts',
    "export { usage } from '../../electron/disk/handlers.ts';",
  ],
  [
    'wall 1: shared/ imports renderer/',
    'shared-stands-alone',
    'shared/contract/one-page.ts',
    "export { button } from '../../renderer/ui/button.ts';",
  ],
  [
    'wall 1: shared/ imports a Node module',
    'shared-knows-no-node',
    'shared/contract/one-node.ts',
    "export { readFileSync } from 'node:fs';",
  ],
  [
    'wall 1: shared/model imports a package',
    'model-is-pure',
    'shared/model/one-package.ts',
    "export { z } from 'zod';",
  ],
  [
    'wall 2: renderer/ imports electron/',
    'renderer-knows-no-main',
    'renderer/ui/two.ts',
    "export { usage } from '../../electron/disk/handlers.ts';",
  ],
  [
    'wall 2: renderer/ imports a type of electron/',
    'renderer-knows-no-main',
    'renderer/ui/two-type.ts',
    "import type { Engine } from '../../electron/engine/engine.ts';\n\nexport type Two = Engine;",
  ],
  [
    'wall 2: renderer/ loads electron/ when it runs',
    'renderer-knows-no-main',
    'renderer/ui/two-late.ts',
    "export const two = () => import('../../electron/app.ts');",
  ],
  [
    'wall 2: renderer/ names a type of electron/ in place',
    'renderer-knows-no-main',
    'renderer/ui/two-inline.ts',
    "export type Two = import('../../electron/engine/engine.ts').Engine;",
  ],
  [
    'wall 2: renderer/ requires electron/',
    'renderer-knows-no-main',
    'renderer/ui/two-require.ts',
    "export const two = require('../../electron/app.ts');",
  ],
  [
    'wall 2: a component imports electron/',
    'renderer-knows-no-main',
    'renderer/ui/two-component.tsx',
    "import { usage } from '../../electron/disk/handlers.ts';\n\nexport const Two = () => <b title={usage.name}>two</b>;",
  ],
  [
    'wall 2: renderer/ imports a Node module',
    'renderer-knows-no-node',
    'renderer/ui/two-node.ts',
    "export { join } from 'node:path';",
  ],
  [
    'wall 2, other way: electron/ imports renderer/',
    'main-knows-no-renderer',
    'electron/disk/two-back.ts',
    "export { button } from '../../renderer/ui/button.ts';",
  ],
  [
    'wall 3: a service imports electron',
    'electron-only-in-desktop',
    'electron/disk/three.ts',
    "export { app } from 'electron';",
  ],
  [
    'wall 3: another host imports a type of electron',
    'electron-only-in-desktop',
    'electron/web/three-type.ts',
    "import type { App } from 'electron';\n\nexport type Three = App;",
  ],
  [
    'wall 4: a domain imports another',
    'domains-keep-apart',
    'electron/disk/four.ts',
    "export { volumes } from '../volumes/handlers.ts';",
  ],
  [
    'wall 4: a host imports a service',
    'hosts-use-the-root',
    'electron/cli/four-host.ts',
    "export { usage } from '../disk/handlers.ts';",
  ],
  [
    'wall 4: a domain imports the composition root',
    'root-is-for-hosts',
    'electron/volumes/four-root.ts',
    "export { app } from '../app.ts';",
  ],
  [
    'wall 4: rpc/ imports a service',
    'rpc-knows-no-service',
    'electron/rpc/four-rpc.ts',
    "export { usage } from '../disk/handlers.ts';",
  ],
  [
    'wall 4: engine/ imports a domain',
    'engine-knows-no-domain',
    'electron/engine/four-below.ts',
    "export { usage } from '../disk/handlers.ts';",
  ],
  [
    'wall 4: plans/ imports a domain',
    'plans-know-no-domain',
    'electron/plans/four-plans.ts',
    "export { usage } from '../disk/handlers.ts';",
  ],
  [
    'wall 4: docker-config/ imports a domain',
    'docker-config-knows-no-domain',
    'electron/docker-config/four-config.ts',
    "export { usage } from '../disk/handlers.ts';",
  ],
  [
    'wall 6: a domain imports dockerode',
    'dockerode-only-in-engine',
    'electron/disk/six.ts',
    "import Docker from 'dockerode';\n\nexport const docker = new Docker();",
  ],
  [
    'wall 6: a domain imports a type of dockerode',
    'dockerode-only-in-engine',
    'electron/disk/six-type.ts',
    "import type Docker from 'dockerode';\n\nexport type Six = Docker;",
  ],
  [
    'a panel imports another',
    'panels-keep-apart',
    'renderer/panels/disk/other.ts',
    "export { imagesPanel } from '../images/panel.ts';",
  ],
  [
    'ui/ imports a panel',
    'page-parts-below-panels',
    'renderer/ui/above.ts',
    "export { diskPanel } from '../panels/disk/panel.ts';",
  ],
  [
    'two modules import each other',
    'no-cycles',
    'electron/disk/cycle-a.ts',
    "import { b } from './cycle-b.ts';\n\nexport const a = (): number => b();",
  ],
  [
    'an import that leads nowhere',
    'no-unresolvable',
    'electron/disk/nowhere.ts',
    "export { nothing } from './not-there.ts';",
  ],
]);

const lint = rows('lint', [
  ['any', 'noExplicitAny', 'electron/disk/any.ts', 'export const loose: any = 1;'],
  ['default export', 'noDefaultExport', 'electron/disk/default.ts', 'export default 1;'],
  ['enum', 'noEnum', 'electron/disk/enum.ts', 'export enum Colour {\n  Red = 0,\n}'],
  [
    'non-null assertion',
    'noNonNullAssertion',
    'electron/disk/sure.ts',
    'export const sure = (a?: string): string => a!;',
  ],
  [
    'empty catch',
    'noEmptyBlockStatements',
    'electron/disk/swallow.ts',
    'try {\n  console.log(1);\n} catch {}',
  ],
  [
    'promise nobody waits for',
    'noFloatingPromises',
    'electron/disk/floating.ts',
    'const later = async (): Promise<void> => undefined;\nlater();',
  ],
  [
    'type imported as a value',
    'useImportType',
    'electron/disk/value.ts',
    "import { Engine } from '../engine/engine.ts';\n\nexport type Value = Engine;",
  ],
  [
    'import without extension',
    'useImportExtensions',
    'electron/disk/bare.ts',
    "export { volumes } from '../volumes/handlers';",
  ],
  [
    'Node module without node:',
    'useNodejsImportProtocol',
    'electron/disk/protocol.ts',
    "export { join } from 'path';",
  ],
  [
    'cycle',
    'noImportCycles',
    'electron/disk/cycle-a.ts',
    "import { b } from './cycle-b.ts';\n\nexport const a = (): number => b();",
  ],
  [
    'wall 5: fetch in a panel',
    'noRestrictedGlobals',
    'renderer/panels/disk/five.ts',
    "export const five = (): Promise<Response> => fetch('/x');",
  ],
  [
    'wall 5: WebSocket in a domain',
    'noRestrictedGlobals',
    'electron/disk/five-socket.ts',
    "export const five = new WebSocket('ws://x');",
  ],
  [
    'wall 5: fetch by way of window',
    'raw-io',
    'renderer/ui/five-window.ts',
    "export const five = (): Promise<Response> => window.fetch('/x');",
  ],
  [
    'wall 5: WebSocket by way of globalThis',
    'raw-io',
    'electron/disk/five-global.ts',
    "export const five = new globalThis.WebSocket('ws://x');",
  ],
  [
    'wall 5: ws in a domain',
    'noRestrictedImports',
    'electron/disk/five-ws.ts',
    "export { WebSocketServer } from 'ws';",
  ],
  [
    'wall 5: ipcMain in a window',
    'noRestrictedImports',
    'electron/desktop/five-ipc.ts',
    "import { ipcMain } from 'electron';\n\nipcMain.removeAllListeners();",
  ],
  [
    'wall 5: ipcRenderer in the shell',
    'noRestrictedImports',
    'electron/desktop/five-renderer.ts',
    "import { ipcRenderer } from 'electron';\n\nipcRenderer.removeAllListeners();",
  ],
  [
    'test switched off',
    'noSkippedTests',
    'tests/off.test.ts',
    "import { it } from 'vitest';\n\nit.skip('works', () => undefined);",
  ],
  [
    'test focused',
    'noFocusedTests',
    'tests/focused.test.ts',
    "import { it } from 'vitest';\n\nit.only('works', () => undefined);",
  ],
  [
    'name not in kebab-case',
    'useFilenamingConvention',
    'electron/disk/camelCase.ts',
    'export const camel = 1;',
  ],
  ['formatting', 'format', 'electron/disk/format.ts', 'export const   badly="formatted"'],
]);

const others = [
  ...rows('types', [
    [
      'unchecked index',
      'TS2322',
      'electron/disk/index-access.ts',
      'export const first = (list: string[]): string => list[0];',
    ],
    [
      'parameter property',
      'TS1294',
      'electron/disk/property.ts',
      'export class Holder {\n  constructor(readonly name: string) {}\n}',
    ],
  ]),
  ...rows('dead-code', [
    [
      'export that nobody imports',
      'Unused exports',
      'shared/model/sizes.ts',
      'export const kibibyte = 1024;\nexport const unusedName = 1;',
    ],
    ['file that nobody imports', 'Unused files', 'electron/disk/unused-file.ts', 'export const alone = 1;'],
  ]),
  ...rows('lines', [
    [
      '401 lines of TypeScript',
      'max-lines',
      'electron/disk/long.ts',
      `${'// a line\n'.repeat(400)}export {};`,
    ],
    ['401 lines of CSS', 'max-lines', 'renderer/ui/long.css', `${'/* a line */\n'.repeat(400)}:root {}`],
  ]),
  ...rows('traces', [
    [
      'address of a registry',
      'machine-trace',
      'package-lock.json',
      '{ "packages": { "a": { "resolved": "https://registry.example/a.tgz" } } }',
    ],
  ]),
];

export const breaches: readonly Breach[] = [...walls, ...lint, ...others];

/** Files that a breach needs beside its own. */
export const companions: Readonly<Record<string, string>> = {
  'electron/disk/cycle-b.ts': "import { a } from './cycle-a.ts';\n\nexport const b = (): number => a();\n",
};
