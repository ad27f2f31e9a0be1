// The walls of CONTRIBUTING.md, as rules on single imports. Read by build/lib/layers.mjs; each is broken by tests/walls.

/**
 * @typedef {import('./lib/imports.mjs').Import} Import
 * @typedef {{ name: string, wall: string, forbids(edge: Import): boolean }} Rule
 */

/** Folders of electron/ that are no domain: what domains share, and the hosts. */
const common = [
  'engine',
  'docker-config',
  'plans',
  'operations',
  'privileges',
  'rpc',
  'supervision',
  'uploads',
];
const hosts = ['desktop', 'web', 'cli'];

/** The folder of electron/ that a file is in. @param {string} path */
const room = (path) => /^electron\/([^/]+)\//.exec(path)?.[1];
/** The domain of electron/ that a file is in. @param {string} path */
const domain = (path) => {
  const name = room(path);
  return name === undefined || common.includes(name) || hosts.includes(name) ? undefined : name;
};
/** @param {string} path */
const panel = (path) => /^renderer\/panels\/([^/]+)\//.exec(path)?.[1];

/** @type {readonly Rule[]} */
export const rules = [
  {
    name: 'shared-stands-alone',
    wall: '1: shared/ imports nothing of ours outside shared/.',
    forbids: ({ from, to }) => from.startsWith('shared/') && /^(electron|renderer|build|tests)\//.test(to),
  },
  {
    name: 'shared-knows-no-node',
    wall: '1: shared/ runs in the page as well.',
    forbids: ({ from, to }) => from.startsWith('shared/') && to.startsWith('node:'),
  },
  {
    name: 'model-is-pure',
    wall: '1: shared/model imports no packages but for their types.',
    forbids: ({ from, to, typeOnly }) =>
      from.startsWith('shared/model/') && to.startsWith('npm:') && !typeOnly,
  },
  {
    name: 'renderer-knows-no-main',
    wall: '2: renderer/ never imports electron/.',
    forbids: ({ from, to }) => from.startsWith('renderer/') && /^(electron|build|tests)\//.test(to),
  },
  {
    name: 'renderer-knows-no-node',
    wall: '2: renderer/ never imports Node modules.',
    forbids: ({ from, to }) => from.startsWith('renderer/') && to.startsWith('node:'),
  },
  {
    name: 'main-knows-no-renderer',
    wall: '2, the other way: electron/ reaches the page only over the contract.',
    forbids: ({ from, to }) => from.startsWith('electron/') && /^(renderer|tests)\//.test(to),
  },
  {
    name: 'electron-only-in-desktop',
    wall: '3: only electron/desktop imports the electron module.',
    forbids: ({ from, to }) =>
      to === 'npm:electron' && /^(electron|shared|renderer)\//.test(from) && room(from) !== 'desktop',
  },
  {
    name: 'domains-keep-apart',
    wall: '4: domains do not import each other. What two need lives in engine/, plans/, operations/ or shared/model.',
    forbids: ({ from, to }) => {
      const [own, other] = [domain(from), room(to)];
      return own !== undefined && other !== undefined && other !== own && !common.includes(other);
    },
  },
  {
    name: 'hosts-use-the-root',
    wall: '4: hosts (desktop, web, cli) reach services through app.ts and the router only.',
    forbids: ({ from, to }) => {
      const [own, other] = [room(from), room(to)];
      // What hosts share: reading arguments, and the place of settings and state, which is told to the root.
      if (/^electron\/(cli\/args|settings\/home)[.]ts$/.test(to)) return false;
      return (
        own !== undefined && hosts.includes(own) && other !== undefined && other !== own && other !== 'rpc'
      );
    },
  },
  {
    name: 'root-is-for-hosts',
    wall: '4: app.ts wires the services: only hosts know it.',
    forbids: ({ from, to }) =>
      to === 'electron/app.ts' && from.startsWith('electron/') && !hosts.includes(room(from) ?? ''),
  },
  {
    name: 'rpc-knows-no-service',
    wall: '4: rpc/ carries any contract: it is below everything else in electron/.',
    forbids: ({ from, to }) => room(from) === 'rpc' && to.startsWith('electron/') && room(to) !== 'rpc',
  },
  {
    name: 'engine-knows-no-domain',
    wall: '4: engine/ is below the domains.',
    forbids: ({ from, to }) =>
      room(from) === 'engine' && to.startsWith('electron/') && !['engine', 'rpc'].includes(room(to) ?? ''),
  },
  {
    name: 'plans-know-no-domain',
    wall: '4: plans/, operations/, supervision/ and privileges/ serve all domains and know none.',
    forbids: ({ from, to }) =>
      ['plans', 'operations', 'supervision', 'privileges'].includes(room(from) ?? '') &&
      to.startsWith('electron/') &&
      !common.includes(room(to) ?? ''),
  },
  {
    name: 'docker-config-knows-no-domain',
    wall: '4: docker-config/ serves all domains and knows none.',
    forbids: ({ from, to }) =>
      room(from) === 'docker-config' &&
      to.startsWith('electron/') &&
      !['docker-config', 'engine'].includes(room(to) ?? ''),
  },
  {
    name: 'dockerode-only-in-engine',
    wall: '6: dockerode appears only in electron/engine.',
    forbids: ({ from, to }) =>
      /^npm:(@types\/)?(dockerode|docker-modem)$/.test(to) && room(from) !== 'engine',
  },
  {
    name: 'panels-keep-apart',
    wall: 'A panel does not import another panel: what two need lives in renderer/ui or renderer/state.',
    forbids: ({ from, to }) => {
      const [own, other] = [panel(from), panel(to)];
      return own !== undefined && other !== undefined && own !== other;
    },
  },
  {
    name: 'page-parts-below-panels',
    wall: 'What all panels use knows none of them.',
    forbids: ({ from, to }) =>
      /^renderer\/(ui|state|bridge|i18n)\//.test(from) && /^renderer\/(panels|shell)\//.test(to),
  },
  {
    name: 'no-unresolvable',
    wall: 'What is not found cannot be checked.',
    forbids: ({ to }) => to.startsWith('missing:'),
  },
];
