import { rules } from '../layers.mjs';
import { findCycles } from './cycles.mjs';
import { readImports } from './imports.mjs';
import { listFiles } from './source-files.mjs';

/**
 * Holds every import of the project against the rules of build/layers.mjs, and looks for cycles (types count: two
 * files that need each other's types are one idea in two places).
 * @param {string} root
 * @returns {Promise<string[]>} complaints, `RULE: FROM -> TO`
 */
export async function checkLayers(root) {
  // Loaded late: this file is read before there is a node_modules.
  const oxc = await import('oxc-parser');
  const files = (await listFiles(root)).filter((path) => /\.(ts|tsx|mjs|cjs|js)$/.test(path));
  const imports = new Map(files.map((file) => [file, readImports(oxc, root, file)]));
  const breaches = [...imports.values()]
    .flat()
    .flatMap((edge) =>
      rules
        .filter((rule) => rule.forbids(edge))
        .map(({ name, wall }) => `${name}: ${edge.from} -> ${edge.to}\n    ${wall}`),
    );
  const graph = new Map([...imports].map(([file, edges]) => [file, edges.map(({ to }) => to)]));
  const cycles = findCycles(graph).map((group) => `no-cycles: ${group.join(', ')} need each other`);
  return [...new Set([...breaches, ...cycles])];
}
