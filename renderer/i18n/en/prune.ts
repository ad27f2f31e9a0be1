/** Parts of the words of the plan dialog that a prune adds. */
export const pruneReasons = {
  'container-stopped': 'It does not run',
  'container-never-started': 'It was never started',
  'container-dead': 'It is dead',
  'network-unused': 'No container uses it, running or stopped',
  'volume-anonymous': 'It has no name, and no container uses it',
  'volume-unused': 'No container uses it, running or stopped',
  'image-dangling': 'It has no tag, and no container uses it',
  'image-unused': 'No container uses it',
  'used-by-listed': 'Only containers that are listed here use it',
  'cache-unused': 'No build uses it now',
  'cache-over': 'Used least of what is over the size to keep',
  'cache-shared': 'No build uses it now; an image has the same layers, so it takes no room of its own',
};

const list = (names: readonly string[]): string =>
  names.length <= 6 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`;

export const pruneWarnings = {
  'networks-needed': (names: readonly string[]): string =>
    `Kept, since stopped containers need them to start again: ${list(names)}`,
  'volumes-without-age': (): string =>
    'Volumes are left out: the engine does not tell since when they are unused. Plan them without an age.',
  'cache-without-labels': (): string => 'Build cache is left out: it has no labels.',
  'cache-unsupported': (): string => 'Build cache is left out: this engine does not list it.',
  'swarm-networks': (names: readonly string[]): string =>
    `Kept, since they belong to the swarm: ${list(names)}`,
  'sizes-unknown': (): string => 'The engine was too slow with some sizes; they are shown as –.',
};

export const pruneOutcomes = {
  'not-reached': 'Not reached: the engine went away',
  'now-tagged': 'Left alone: it has a tag now',
  'still-there': 'Not removed: the engine went away before',
};
