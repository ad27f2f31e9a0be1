import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** A path below the project's top folder. @param {string[]} parts */
export const inRoot = (...parts) => resolve(root, ...parts);

/** A program of an installed npm package, by its path in node_modules. @param {string} path */
export const tool = (path) => inRoot('node_modules', path);

/** Where build output goes (git-ignored). */
export const dist = inRoot('dist');
