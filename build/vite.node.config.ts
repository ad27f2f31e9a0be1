import { defineConfig, type UserConfig } from 'vite';
import { inRoot } from './lib/paths.mjs';

// What dockerode loads for ssh2 connections and BuildKit sessions. Slipway speaks ssh through the ssh client;
// leaving the rest out halves the start-up time and keeps native addons out.
const unused = ['ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];

const bundles = {
  /** The hosts that run in plain Node: they share chunks. */
  hosts: {
    entries: { cli: 'electron/cli/main.ts', web: 'electron/web/main.ts' },
    folder: 'node',
    format: 'es',
    extension: 'js',
  },
  desktop: {
    entries: { main: 'electron/desktop/main.ts' },
    folder: 'desktop',
    format: 'es',
    extension: 'js',
  },
  /** A sandboxed preload script is one CommonJS file that can require `electron` and nothing else. */
  preload: {
    entries: { preload: 'electron/desktop/preload.ts' },
    folder: 'desktop',
    format: 'cjs',
    extension: 'cjs',
  },
} as const;

export type NodeBundle = keyof typeof bundles;

/** The bundles of the node side, one a mode; build/build.mjs builds them all. */
export default defineConfig(({ mode }): UserConfig => {
  const bundle = bundles[toBundle(mode)];
  const entries = Object.entries(bundle.entries).map(([name, path]) => [name, inRoot(path)]);
  return {
    root: inRoot(),
    publicDir: false,
    logLevel: 'warn',
    define: {
      // Without them ws looks for native addons, which are not shipped.
      'process.env.WS_NO_BUFFER_UTIL': '"1"',
      'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
      // CommonJS packages inside an ES module: write-file-atomic names its temporary files by it.
      ...(bundle.format === 'es'
        ? { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' }
        : {}),
    },
    resolve: {
      alias: unused.map((name) => ({
        find: new RegExp(`^${name}$`),
        replacement: inRoot('build/unused-module.cjs'),
      })),
    },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      target: 'node20',
      outDir: inRoot('dist', bundle.folder),
      emptyOutDir: false,
      minify: false,
      sourcemap: false,
      rolldownOptions: {
        input: Object.fromEntries(entries),
        external: ['electron'],
        output: {
          format: bundle.format,
          entryFileNames: `[name].${bundle.extension}`,
          // Beside the entries, so that a path relative to import.meta.url is the same in every chunk.
          chunkFileNames: `[name]-[hash].${bundle.extension}`,
          codeSplitting: bundle.format === 'es',
        },
      },
    },
  };
});

function toBundle(mode: string): NodeBundle {
  if (mode === 'hosts' || mode === 'desktop' || mode === 'preload') return mode;
  throw new Error(`Unknown mode "${mode}": hosts, desktop or preload.`);
}
