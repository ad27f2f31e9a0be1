import type { PublishedPort } from '../../../shared/contract/machine-ports.ts';

/** Reaching the host from containers, and containers from the host. */
export const hostAccess = {
  gateway: 'From a container to this machine',
  gatewayText:
    'In a container, localhost is the container itself. The name host.docker.internal leads to the host of the engine, once it is added to the container with the value host-gateway. A program of the host must listen on all addresses, or on that of the bridge, to be reached.',
  addByDefault: 'Add host.docker.internal to new containers',
  addNote: 'The form for a new container then begins with it; take it out there where it is not wanted.',
  supported: (version: string, needs: string): string =>
    `This engine can: ${version}, and ${needs} is enough.`,
  unsupported: (version: string, needs: string): string =>
    `This engine cannot: it is ${version}, and it takes ${needs} or newer.`,
  example: 'By hand, with the docker command line',
  ports: 'Published ports',
  portsText: 'From this machine into containers. Of a container that does not run, the ports it will want.',
  failed: 'The ports could not be read',
  emptyTitle: 'No container publishes a port',
  emptyText: 'Publish one in the form for a new container, or by docker run -p 8080:80.',
  columns: {
    port: 'Port',
    container: 'Container',
    inside: 'Inside',
    status: 'Status',
    holder: 'Taken by',
    actions: 'Actions',
  },
  every: 'all addresses',
  statuses: { open: 'Open', free: 'Free', taken: 'Taken', unknown: 'Not known' } satisfies Record<
    PublishedPort['status'],
    string
  >,
  holderContainer: (name: string): string => `container ${name}`,
  holderProcess: (command: string, pid: number): string => `${command} (process ${pid})`,
  holderUnnamed: 'a program Slipway may not look into',
  open: (port: string): string => `Open ${port} in the browser`,
  copy: (port: string): string => `Copy address of ${port}`,
  toContainer: (name: string): string => `Go to ${name}`,
  select: (name: string): string => `Select ${name}`,
  selectAll: 'Select all ports',
  selection: 'Selected ports',
  selected: (count: number): string => (count === 1 ? '1 port selected' : `${count} ports selected`),
  copySelected: 'Copy addresses',
};
