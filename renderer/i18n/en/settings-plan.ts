/** Parts of the words of the plan dialog that settings of the engine add. */
export const settingsPlanReasons = {
  'settings-asked': 'You changed it. What was in the file is backed up first',
  'settings-backup': 'You chose this backup. What is in the file is backed up first',
};

export const settingsActions = { apply: 'Apply' };
export const settingsKinds = { settings: 'Engine settings' };

export const settingsOutcomes = {
  'settings-applied': 'Applied: the engine took them over',
  'settings-written': 'Written: the engine takes them over when it starts',
  'settings-put-back': 'Not applied: the settings of before are back',
  'settings-put-back-failed': 'Not applied, and the settings of before could not be put back',
};

const list = (names: readonly string[]): string =>
  names.length <= 6 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`;

export const settingsWarnings = {
  'settings-sticky': (names: readonly string[]): string =>
    `Taken out of the file, but in force until the engine restarts. Write an empty value ([] or false) to reset it now: ${list(names)}`,
  'settings-moves': (names: readonly string[]): string =>
    `The engine begins elsewhere: images, containers and volumes it has now are not shown afterwards, and stay on disk. Because of: ${list(names)}`,
  'settings-mirror': (names: readonly string[]): string => `Mirrors that do not answer: ${list(names)}`,
  'settings-insecure': (names: readonly string[]): string => `Registries that do not answer: ${list(names)}`,
  'settings-doubts': (names: readonly string[]): string => names.join(' '),
  'settings-by-rules': (names: readonly string[]): string =>
    `Version ${list(names)} cannot check settings before it starts: they were checked by Slipway's own rules only.`,
};

export const settingsSteps = {
  'settings-checking': 'Checking the settings…',
  'settings-writing': 'Backing up and writing the file…',
  'settings-reloading': 'Telling the engine to take them over…',
  'settings-restarting': 'Restarting the engine…',
  'settings-waiting': 'Waiting for the engine…',
  'settings-back': 'Putting the settings of before back…',
};

export const settingsOperations = {
  'daemon.apply': (_count: number, subject: string): string => `Apply ${subject}`,
};
