import type { EndpointSource } from '../../../shared/contract/engine.ts';

const sources: Record<EndpointSource, string> = {
  argument: 'from --engine',
  environment: 'from DOCKER_HOST',
  context: 'docker context',
  socket: 'known socket',
  settings: 'used last time',
};

export const engine = {
  region: 'Connection',
  connected: (name: string, version: string): string => `Connected to ${name} (engine ${version})`,
  connecting: (name: string): string => `Connecting to ${name}…`,
  lookingForEngine: 'Looking for an engine…',
  reconnecting: (name: string): string => `Reconnecting to ${name}…`,
  attempt: (count: number): string => `attempt ${count}`,
  unreachable: (name: string): string => `Cannot reach ${name}`,
  refused: (name: string): string => `Not let in by ${name}`,
  unsupported: (name: string): string => `Cannot work with ${name}`,
  noEngine: 'No engine',
  linkLost: 'Slipway is not answering. Reconnecting…',
  linkClosed: 'No link to Slipway',
  linkOpening: 'Connecting to Slipway…',
  api: (version: string): string => `API ${version}`,
  skipped: (count: number): string =>
    count === 1 ? '1 event could not be read' : `${count} events could not be read`,

  switchEngine: 'Switch engine',
  chooseEngine: 'Choose engine',
  engines: 'Engines',
  current: 'in use',
  use: 'Use',
  chooseThis: (name: string): string => `Use ${name}`,
  lookAgain: 'Look again',
  lookedFor: 'What was looked for',
  looking: 'Looking for engines…',
  otherPlaces: (count: number): string =>
    count === 1 ? '1 other place, where nothing listens' : `${count} other places, where nothing listens`,
  noneListed: 'No address of an engine is known on this machine.',
  usable: 'Usable',
  notUsable: 'Not usable',
  sources,
  contextNamed: (name: string): string => `docker context "${name}"`,
  answeredIn: (ms: number): string => `answered in ${ms} ms`,
  versionOf: (kind: string, version: string, api: string): string => `${kind} ${version}, API ${api}`,
  kinds: { docker: 'Docker', podman: 'Podman' },

  noneUsable: 'No engine can be used',
  toDoctor: 'Ask the doctor what is missing on this machine',
  noneUsableHint:
    'Slipway looked in every usual place and keeps looking. Start an engine and it shows up here by itself.',
  thisUnusable: (name: string): string => `${name} cannot be used`,
  otherUsable: 'Another engine is ready to use.',

  staleSince: (time: string): string => `Not connected since ${time}.`,
  staleRows: 'These are the last known rows. Actions are off until the engine is back.',
  staleLink: 'These are the last known rows. Actions are off until Slipway answers again.',
  staleRead: 'The last reading of this list failed. These are the last good rows.',
  notReady: 'Not connected to the engine',
};
