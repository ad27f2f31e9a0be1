import type { EngineEvent, ResourceKind, ResourceRows } from '../../shared/contract/engine.ts';
import { listContainers } from './api/containers.ts';
import { listImages, listNetworks, listVolumes } from './api/resources.ts';
import type { EngineClient } from './client.ts';

/** What an event means for the rows of one kind: nothing, some rows by id, or all of them. */
export type Touch =
  | { type: 'none' }
  /** `early`: the engine tells it a moment before its lists have it. `shallow`: a list tells all that changed. */
  | { type: 'some'; ids: string[]; early?: true; shallow?: true }
  | { type: 'all' };

/** How the mirror keeps rows of one kind. A new kind is one more of these. */
export interface KindSpec<K extends ResourceKind> {
  kind: K;
  key(row: ResourceRows[K]): string;
  list(client: EngineClient, signal: AbortSignal): Promise<ResourceRows[K][]>;
  /** Rows of these ids only; an id without a row is gone. Where it is missing, the list is read. */
  some?(client: EngineClient, ids: readonly string[], signal: AbortSignal): Promise<ResourceRows[K][]>;
  touch(event: EngineEvent): Touch;
}

/** A busy engine may take long over a list; one that is not there any more is found by its pings. */
const deadlineMs = 120_000;

const nothing: Touch = { type: 'none' };
const everything: Touch = { type: 'all' };

/** Container actions that change no row. Unknown ones count as a change: a needless read is cheap, a wrong row is not. */
const idleContainerActions =
  /^(exec_|attach|detach|resize|top|archive-path|extract-to-dir|export|copy|commit|logs|checkpoint|cleanup|init|sync|mount|unmount)/;

/** dockerd tells these before it stores the change that its lists read. */
const earlyActions = /^(un)?pause$/;

/** These leave start, end and health of a container as they were. */
const shallowActions = /^(create|rename|update)$/;

export const containerKind: KindSpec<'container'> = {
  kind: 'container',
  key: (row) => row.id,
  list: (client, signal) => listContainers(client, { all: true, signal, deadlineMs }),
  some: (client, ids, signal) => listContainers(client, { all: true, ids, signal, deadlineMs }),
  touch(event) {
    if (event.type === 'container') {
      if (idleContainerActions.test(event.action) || event.id === '') return nothing;
      return {
        type: 'some',
        ids: [event.id],
        ...(earlyActions.test(event.action) ? { early: true } : {}),
        ...(shallowActions.test(event.action) ? { shallow: true } : {}),
      };
    }
    if (event.type === 'network' && /^(dis)?connect$/.test(event.action)) {
      // Podman names the container where dockerd names the network.
      const id = event.attributes.container || event.id;
      return id ? { type: 'some', ids: [id], early: true, shallow: true } : nothing;
    }
    // A list shows an image by id once its tag names another one.
    if (event.type === 'image' && /^(tag|untag|delete|remove)$/.test(event.action)) return everything;
    return nothing;
  },
};

export const imageKind: KindSpec<'image'> = {
  kind: 'image',
  key: (row) => row.id,
  list: (client, signal) => listImages(client, { signal, deadlineMs }),
  touch(event) {
    if (event.type === 'image')
      return event.action === 'push' || event.action === 'save' ? nothing : everything;
    return event.type === 'container' && event.action === 'commit' ? everything : nothing;
  },
};

export const volumeKind: KindSpec<'volume'> = {
  kind: 'volume',
  key: (row) => row.name,
  list: (client, signal) => listVolumes(client, { signal, deadlineMs }),
  touch(event) {
    if (event.type === 'volume') return /^(un)?mount$/.test(event.action) ? nothing : everything;
    // A container that is created with a new anonymous volume tells no volume event on every engine.
    return nothing;
  },
};

export const networkKind: KindSpec<'network'> = {
  kind: 'network',
  key: (row) => row.id,
  list: (client, signal) => listNetworks(client, { signal, deadlineMs }),
  touch(event) {
    return event.type === 'network' && !/^(dis)?connect$/.test(event.action) ? everything : nothing;
  },
};
