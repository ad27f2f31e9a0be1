import type { Container } from '../../shared/contract/containers.ts';
import type { ContextRow } from '../../shared/contract/contexts.ts';
import type { EngineState, WatchItem } from '../../shared/contract/engine.ts';
import type { ManagedStatus } from '../../shared/contract/managed.ts';
import { ailmentOf, engineHost } from '../../shared/model/container-text.ts';
import type { Language } from '../../shared/model/desktop-words.ts';
import { isTrashName } from '../../shared/model/trash-names.ts';

export type TrayContext = Pick<ContextRow, 'name' | 'inUse' | 'broken'>;

/** Everything the tray tells, as last known. */
export interface TrayState {
  /** null until the first state arrives. */
  readonly engine: EngineState | null;
  /** By id; null until the first list was read. */
  readonly containers: ReadonlyMap<string, Container> | null;
  /** Docker contexts by name, as the docker CLI lists them; null until they were read. */
  readonly contexts: readonly TrayContext[] | null;
  /** Ids of the containers acted on last, newest first. */
  readonly recent: readonly string[];
  readonly notificationsPaused: boolean;
  readonly language: Language;
  /** The engines of this machine; null until they are told. */
  readonly managed: ManagedStatus | null;
  /** Whether the page can show a container's logs. */
  readonly logs: boolean;
}

/** The rows after one item of `engine.watch`. */
export function applyWatchItem(
  rows: ReadonlyMap<string, Container> | null,
  item: WatchItem,
): ReadonlyMap<string, Container> | null {
  if (item.kind !== 'container' || item.type === 'freshness') return rows;
  // What is in the trash is no container that somebody has.
  if (item.type === 'snapshot')
    return new Map(item.rows.filter(({ name }) => !isTrashName(name)).map((row) => [row.id, row]));
  const next = new Map(rows);
  for (const id of item.remove) next.delete(id);
  for (const row of item.upsert) {
    if (isTrashName(row.name)) next.delete(row.id);
    else next.set(row.id, row);
  }
  return next;
}

/** Whether the rows are the truth now: only then may they be acted on. */
export function isReady(state: TrayState): boolean {
  return state.engine?.status === 'ready';
}

/** What needs attention: sick now, whoever stopped it. One that failed long ago is history, not a warning. */
export function needsAttention(container: Container): boolean {
  const ailment = ailmentOf(container);
  return ailment === 'unhealthy' || ailment === 'restarting' || ailment === 'dead';
}

/** Hosts that published ports are reached at: the engine's, and those that ports are bound to. */
export function publishedHosts(state: Pick<TrayState, 'engine' | 'containers'>): ReadonlySet<string> {
  const hosts = new Set([engineHost(state.engine?.endpoint?.address)]);
  for (const { ports } of state.containers?.values() ?? []) {
    for (const { hostIp, hostPort } of ports) {
      if (hostIp !== '' && hostPort !== null) hosts.add(hostIp.includes(':') ? `[${hostIp}]` : hostIp);
    }
  }
  return hosts;
}
