import type { Container } from '../../../shared/contract/containers.ts';
import type { Freshness } from '../../../shared/contract/engine.ts';

export const fresh: Freshness = { stale: false, listedAt: '2024-11-03T10:00:00Z', error: null };

/** A running container of no project, changed as told. */
export function sampleContainer(change: Partial<Container> = {}): Container {
  return {
    id: 'c'.repeat(64),
    name: 'web',
    image: 'nginx:1.27',
    imageId: `sha256:${'1'.repeat(64)}`,
    command: 'nginx',
    state: 'running',
    createdAt: '2024-11-03T09:00:00Z',
    startedAt: '2024-11-03T09:00:01Z',
    ports: [],
    mounts: [],
    networks: [],
    labels: {},
    isTask: false,
    protected: false,
    ...change,
  };
}
