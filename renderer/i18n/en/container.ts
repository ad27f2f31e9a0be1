export const container = {
  tabs: 'About this container',
  tab: {
    overview: 'Overview',
    logs: 'Logs',
    terminal: 'Terminal',
    files: 'Files',
    inspect: 'Inspect',
    processes: 'Processes',
    stats: 'Stats',
    checkpoints: 'Checkpoints',
  },
  back: 'All containers',
  openPage: 'Open page',
  removed: 'Removed',
  removedText: 'This container has been removed. What shows here is the last that was known of it.',
  unknownTitle: 'This container is not here',
  unknownText: (id: string): string =>
    `There is no container ${id} on this engine. It may have been removed.`,
};
