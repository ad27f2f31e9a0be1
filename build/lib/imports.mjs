import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';

/**
 * What a file needs: `to` is a path of the project, `npm:NAME` for a package, `node:NAME` for a module of Node, or
 * `missing:PATH`. `typeOnly` is gone when the program runs.
 * @typedef {{ from: string, to: string, typeOnly: boolean }} Import
 */

/**
 * Every import of a file, in whatever form: import and export declarations, `import()`, `require()`, and
 * `import('./x.ts').Name` in a type.
 * @param {typeof import('oxc-parser')} oxc
 * @param {string} root
 * @param {string} file relative to `root`
 * @returns {Import[]}
 */
export function readImports(oxc, root, file) {
  const path = join(root, file);
  // A syntax error is told of by the other checks; here such a file has no imports.
  const { module, program } = oxc.parseSync(path, readFileSync(path, 'utf8'));
  /** @type {Import[]} */
  const found = [];
  const add = (/** @type {unknown} */ specifier, typeOnly = false) => {
    // What is put together at run time cannot be told from the source.
    if (typeof specifier === 'string')
      found.push({ from: file, to: resolve(root, file, specifier), typeOnly });
  };
  for (const { moduleRequest, entries } of module.staticImports)
    add(moduleRequest.value, entries.length > 0 && entries.every(({ isType }) => isType));
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, isType } of entries) add(moduleRequest?.value, isType);
  new oxc.Visitor({
    ImportExpression: ({ source }) => add('value' in source ? source.value : undefined),
    CallExpression: ({ callee, arguments: [first] }) => {
      if (callee.type === 'Identifier' && callee.name === 'require' && first?.type === 'Literal')
        add(first.value);
    },
    TSImportType: ({ source }) => add(source.value, true),
  }).visit(program);
  return found;
}

/** @param {string} root @param {string} file @param {string} specifier */
function resolve(root, file, specifier) {
  const name = specifier.replace(/\?.*$/, '');
  if (name.startsWith('.')) {
    const path = posix.normalize(posix.join(posix.dirname(file), name));
    return existsSync(join(root, path)) ? path : `missing:${path}`;
  }
  if (name.startsWith('node:')) return name;
  if (builtinModules.includes(name)) return `node:${name}`;
  return `npm:${name.split('/', name.startsWith('@') ? 2 : 1).join('/')}`;
}
