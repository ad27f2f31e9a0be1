import { describe, expect, it } from 'vitest';
import { applyWatchItem } from '../../../electron/desktop/tray-state.ts';
import { applyWatchItems, tables } from '../../../renderer/state/resources.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import type { Image, WatchItem } from '../../../shared/contract/engine.ts';

const container = (id: string, name: string): Container => ({
  ...{ id, name, image: 'lab/web:1', imageId: 'i', command: '', state: 'exited', createdAt: '' },
  ...{ ports: [], mounts: [], networks: [], labels: {}, isTask: false, protected: false },
});
const image = (id: string, tags: string[]): Image => ({
  ...{ id, tags, digests: [], createdAt: '', sizeBytes: 1, labels: {}, dangling: false, protected: false },
});
const fresh = { stale: false, listedAt: '2026-11-21T10:00:00Z', error: null };
const hidden = 'slipway-trash-20261121T094107Z-web';

describe('what is in the trash', () => {
  it('is in no list of containers, and back in them when it is put back', () => {
    const names = () => [...tables.container.getState().rows.values()].map(({ name }) => name);
    const rows = [container('a', 'web'), container('b', hidden)];
    const first: WatchItem = {
      type: 'snapshot',
      kind: 'container',
      revision: 1,
      engineId: 'e',
      rows,
      freshness: fresh,
    };
    const patch = (name: string): WatchItem => ({
      ...{ type: 'patch', kind: 'container', revision: 2, upsert: [container('a', name)], remove: [] },
    });
    applyWatchItems([first]);
    expect(names()).toEqual(['web']);
    applyWatchItems([patch(hidden)]);
    expect(names()).toEqual([]);
    applyWatchItems([patch('web')]);
    expect(names()).toEqual(['web']);

    const tray = (items: WatchItem[]) =>
      [...(items.reduce<ReturnType<typeof applyWatchItem>>(applyWatchItem, null)?.values() ?? [])].map(
        ({ name }) => name,
      );
    expect(tray([first])).toEqual(['web']);
    expect(tray([first, patch(hidden)])).toEqual([]);
    expect(tray([first, patch(hidden), patch('web')])).toEqual(['web']);
  });

  it('is in no list of images', () => {
    const rows = [
      image('a', ['web:1']),
      image('b', ['localhost/slipway-trash/3f2a1b0c9d8e:20261121T094107Z']),
    ];
    applyWatchItems([
      { type: 'snapshot', kind: 'image', revision: 1, engineId: 'e', rows, freshness: fresh },
    ]);
    expect([...tables.image.getState().rows.keys()]).toEqual(['a']);
  });
});
