export const container = {
  tabs: 'About this container',
  tab: {
    overview: 'Overview',
    logs: 'Logs',
    terminal: 'Terminal',
    files: 'Files',
    inspect: 'Inspect',
    processes: 'Processes',
  },
  back: 'All containers',
  openPage: 'Open page',
  unknownTitle: 'This container is not here',
  unknownText: (id: string): string =>
    `There is no container ${id} on this engine. It may have been removed.`,
};
