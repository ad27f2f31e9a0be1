/** Parts of the words of the plan dialog and of the list of operations that export and import add. */
export const exportPlanReasons = {
  'pause-network': 'It waits, and owns the addresses, ports and names of the other',
  'in-export': 'It is in the export',
  'in-export-running': 'It is in the export, and ran',
};

export const exportActions = { create: 'Make', 'create-and-start': 'Make and start' };

export const exportOutcomes = {
  exported: 'Written',
  made: 'Made',
  'made-started': 'Made and started',
  'made-not-started': 'Made, but it did not start',
  'now-taken': 'Left alone: its name was taken meanwhile',
  lacks: 'Not made: what it needs is not there',
  'made-unsure': 'There, but perhaps not whole: look at it',
  'not-made': 'Not made',
};

const list = (names: readonly string[]): string =>
  names.length <= 6 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`;

export const exportWarnings = {
  'import-taken': (names: readonly string[]): string =>
    `Left out, because something of this name is here and stays as it is: ${list(names)}`,
  'import-image-missing': (names: readonly string[]): string =>
    `Left out, because their image is not here. Pull or load it, then import again: ${list(names)}`,
  'import-image-other': (names: readonly string[]): string =>
    `Made from an image that has the same name here, but not the same content: ${list(names)}`,
  'import-no-data': (names: readonly string[]): string =>
    `Volumes made empty, because their data is not in the export: ${list(names)}`,
  'import-needs': (names: readonly string[]): string =>
    `Left out, because what they need is neither here nor in the export: ${list(names)}`,
  'import-swarm': (names: readonly string[]): string =>
    `Swarm objects are in the export to be read, and are not made again: ${list(names)}`,
  'import-lacking': (names: readonly string[]): string =>
    `Volumes whose extended attributes are missing, or that changed while they were exported: ${list(names)}`,
  'import-unfinished': (names: readonly string[]): string =>
    `Left out, because an import still fills them, or what it left half filled could not be removed: ${list(names)}`,
  'import-swarm-networks': (names: readonly string[]): string =>
    `Left out, because they are networks of a swarm and this engine manages none: ${list(names)}`,
  'import-powers': (names: readonly string[]): string =>
    `These containers can reach the machine of the engine. Import them only from an export that you trust: ${list(names)}`,
};

export const exportOperations = {
  'reset.export': (_count: number, subject: string): string => `Export to ${subject}`,
  'reset.import': (count: number, subject: string): string =>
    subject === '' ? `Import ${count === 1 ? '1 object' : `${count} objects`}` : `Import ${subject}`,
};
