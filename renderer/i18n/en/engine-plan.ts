/** Words of plans that stop or restart an engine. */
export const switchReasons = {
  'engine-asked-for': 'You asked for it',
  'engine-stops-it': 'It runs, and stops with its engine',
  'engine-starts-it-again': 'It stops with its engine; its restart policy starts it again',
  'engine-leaves-it': 'It goes on without its engine (live-restore)',
};

export const switchActions = { stop: 'Stop', restart: 'Restart', 'go-on': 'None' };

export const switchOutcomes = {
  stopped: 'Stopped',
  restarted: 'Runs again',
  'goes-on': 'Went on',
  'stays-stopped': 'Stopped with its engine, and stays so',
};

export const switchWarnings = {
  'engine-silent': (_names: readonly string[]): string =>
    'The engine does not say what runs on it. Whatever does may stop.',
};

export const switchOperations = {
  'managed.stop': (_count: number, _subject: string): string => 'Stop the engine',
  'managed.restart': (_count: number, _subject: string): string => 'Restart the engine',
};

export const switchKinds = { engine: 'Engine' };
