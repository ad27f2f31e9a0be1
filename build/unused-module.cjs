// Stands in the bundles for modules that dockerode loads and Slipway never uses (see docs/decisions/2026-11-21-bundling.md).
const refusing = /** @param {string | symbol} name */ (name) =>
  function refuse() {
    throw new Error(
      `${String(name)} belongs to a module that build/vite.node.config.ts leaves out of the bundles.`,
    );
  };

module.exports = new Proxy({}, { get: (_, name) => refusing(name) });
