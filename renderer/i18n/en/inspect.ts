import type { InspectableKind } from '../../../shared/contract/inspect.ts';

const kinds: Record<InspectableKind, string> = {
  container: 'Container',
  image: 'Image',
  network: 'Network',
  volume: 'Volume',
  service: 'Service',
  task: 'Task',
  node: 'Node',
  plugin: 'Plugin',
  secret: 'Secret',
  config: 'Config',
};

export const inspect = {
  kinds,
  tools: 'View',
  look: 'View as',
  tree: 'Tree',
  json: 'JSON',
  search: 'Search keys and values',
  noMatch: 'No match',
  typeFirst: 'Type something to search for',
  matchOf: (at: number, count: number): string => `${at} of ${count}`,
  previousMatch: 'Previous match',
  nextMatch: 'Next match',
  clearSearch: 'Clear search',
  showSecrets: (count: number): string => `Show secrets (${count})`,
  hideSecrets: 'Hide secrets',
  expandAll: 'Expand all',
  collapseAll: 'Collapse all',
  copyJson: 'Copy JSON',
  readAgain: 'Read again',
  reading: 'It is being read',
  named: (kind: string, name: string): string => `${kind} ${name}`,
  jsonOf: (what: string): string => `JSON of ${what}`,
  chooseValue: 'Choose a value to see its path and to copy it.',
  valueTools: 'Chosen value',
  copyPath: 'Copy path',
  copyValue: 'Copy value',
  showValue: 'Show value',
  hideValue: 'Hide value',
  hiddenValue: 'It is masked: show it first',
  openNamed: (kind: string, name: string): string => `Open ${kind.toLowerCase()} ${name}`,
  notRead: 'The object could not be read',
  findTitle: 'Find any object',
  findText:
    'An id, the start of one, or a name. Containers, images, networks, volumes and plugins are looked through, and on a swarm manager also services, tasks, nodes, secrets and configs.',
  reference: 'Id or name',
  find: 'Find',
  several: 'Several objects fit',
  choose: 'Which one is meant?',
};

export const containerPage = {
  tabs: 'Parts of the container',
  tabNames: { inspect: 'Inspect', processes: 'Processes' },
  back: 'All containers',
  gone: 'This container is not there',
  goneText: 'It may have been removed meanwhile.',
};

export const processes = {
  title: (name: string): string => `Processes of ${name}`,
  stopped: (name: string): string => `${name} is not running`,
  stoppedText: 'Processes show here as soon as it is started.',
  notRead: 'The processes could not be listed',
  count: (count: number): string => (count === 1 ? '1 process' : `${count} processes`),
  every: 'Read every 2 s while this is shown.',
};
