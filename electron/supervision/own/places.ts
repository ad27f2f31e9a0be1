import { join } from 'node:path';

/** Where an engine of Slipway's own has its things: all below one folder in Slipway's home. */
export interface OwnPlaces {
  folder: string;
  data: string;
  exec: string;
  socket: string;
  pidFile: string;
  config: string;
  log: string;
  /** Who looks after it. */
  lock: string;
  /** What was last known of it. */
  record: string;
  /** What other Slipways ask the owner for, and what came of it. */
  wishes: string;
}

export function ownPlaces(home: string): OwnPlaces {
  const folder = join(home, 'engine');
  const at = (name: string) => join(folder, name);
  return {
    folder,
    data: at('data'),
    exec: at('exec'),
    socket: at('docker.sock'),
    pidFile: at('docker.pid'),
    config: at('daemon.json'),
    log: at('dockerd.log'),
    lock: at('owner.lock'),
    record: at('engine.json'),
    wishes: at('wishes'),
  };
}

/** The longest socket the engine makes below its folder. Linux takes 107 bytes. */
export function longestSocket(places: OwnPlaces): string {
  return join(places.exec, 'containerd/containerd-debug.sock');
}

/**
 * The command line of the engine, without the program. Its namespaces in containerd are its own as well: where the system
 * has a containerd running, dockerd uses that one.
 */
export function ownArguments(places: OwnPlaces): string[] {
  return [
    ...['--config-file', places.config],
    ...['--data-root', places.data],
    ...['--exec-root', places.exec],
    ...['--pidfile', places.pidFile],
    ...['--host', `unix://${places.socket}`],
    ...['--containerd-namespace', 'slipway'],
    ...['--containerd-plugins-namespace', 'slipway-plugins'],
  ];
}
