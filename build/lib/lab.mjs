import { inRoot, tool } from './paths.mjs';

/** Node's arguments that run a TypeScript file of the project. @param {string} file @param {string[]} args */
export const tsx = (file, ...args) => [tool('tsx/dist/cli.mjs'), inRoot(file), ...args];

/** Node's arguments for a command of the engine lab. @param {string[]} args */
export const lab = (...args) => tsx('tests/engine-lab/cli.ts', ...args);
