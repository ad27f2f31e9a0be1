import type { TrashEntry, TrashKind } from '../../../shared/contract/trash.ts';
import type { TrashPage } from './book.ts';

/** The part of an id that people read. */
export const shortOf = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);
/** Whether an entry has no page here: another Slipway put it away. */
export const isForeign = (id: string): boolean => id.startsWith('foreign-');

/** What can be said of something that another Slipway put away. */
export function foreignPage(engineId: string, objectId: string, kind: TrashKind, name: string): TrashPage {
  return {
    id: `foreign-${shortOf(objectId)}`,
    engineId,
    kind,
    objectId,
    name,
    hidden: '',
    tags: [],
    networks: {},
    restart: null,
    wasRunning: false,
    putAt: '',
    expiresAt: '',
    phase: 'kept',
    owner: { pid: 0, started: '' },
  };
}

/** A page as the contract tells it. `here`: the engine still has it under its hidden name. */
export function entryOf(page: TrashPage, here: boolean): TrashEntry {
  const { id, engineId, kind, objectId, name, tags, wasRunning, restart } = page;
  return {
    ...{ id, engineId, kind, objectId, name, tags, wasRunning },
    networks: Object.keys(page.networks).sort(),
    restartPolicy: restart?.name ?? null,
    putAt: page.putAt || null,
    expiresAt: page.expiresAt || null,
    bytes: null,
    state: isForeign(id) ? 'foreign' : page.phase !== 'kept' ? 'unfinished' : here ? 'kept' : 'gone',
    error: page.error ?? null,
  };
}
