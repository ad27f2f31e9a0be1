/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, nextResolve) {
  if (specifier !== 'electron') return nextResolve(specifier, context);
  return { url: new URL('./electron-module.cjs', import.meta.url).href, shortCircuit: true };
}
