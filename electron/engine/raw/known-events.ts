import type { EngineEvent } from '../../../shared/contract/engine.ts';

/** What dockerd (to 28) and Podman (to 5) tell of the kinds that are mirrored. */
const known: Readonly<Record<string, ReadonlySet<string>>> = {
  container: new Set([
    ...[
      'archive-path',
      'attach',
      'auto-update',
      'checkpoint',
      'cleanup',
      'commit',
      'connect',
      'copy',
      'create',
    ],
    ...['destroy', 'detach', 'die', 'died', 'disconnect', 'exec', 'exec_create', 'exec_detach', 'exec_die'],
    ...[
      'exec_died',
      'exec_start',
      'export',
      'extract-to-dir',
      'health_status',
      'init',
      'kill',
      'mount',
      'oom',
    ],
    ...['pause', 'prune', 'remove', 'rename', 'resize', 'restart', 'restore', 'start', 'stop', 'sync', 'top'],
    ...['unmount', 'unpause', 'update'],
  ]),
  image: new Set([
    ...[
      'build',
      'create',
      'delete',
      'import',
      'load',
      'loadfromarchive',
      'mount',
      'prune',
      'pull',
      'pull-error',
    ],
    ...['push', 'remove', 'save', 'tag', 'unmount', 'untag'],
  ]),
  network: new Set(['connect', 'create', 'destroy', 'disconnect', 'prune', 'remove', 'update']),
  volume: new Set(['create', 'destroy', 'mount', 'prune', 'remove', 'unmount']),
};

/** Types that concern no mirrored row; whatever they do is taken as known. */
const others: ReadonlySet<string> = new Set([
  ...['builder', 'config', 'daemon', 'machine', 'node', 'plugin', 'pod', 'secret', 'service', 'system'],
]);

/** False for a type or an action that no engine was known to tell: it is counted, and changes nothing by itself. */
export function isKnownEvent({ type, action }: Pick<EngineEvent, 'type' | 'action'>): boolean {
  // `exec_start: sh`, `health_status: healthy`
  return others.has(type) || known[type]?.has(action.replace(/:.*/s, '')) === true;
}
