import type { Plugin } from '../../../electron/engine/api/plugins.ts';
import type { ImageNode, NetworkNode } from '../../../electron/engine/api/prune.ts';
import type { SwarmService } from '../../../electron/engine/api/swarm.ts';
import type { Survey } from '../../../electron/reset/survey.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import type { Volume } from '../../../shared/contract/engine.ts';

const at = '2026-01-01T00:00:00.000Z';

interface Uses {
  imageId?: string;
  volumes?: string[];
  networks?: string[];
  /** The service it is a task of. */
  task?: string;
}

export function container(
  name: string,
  { imageId = 'none', volumes = [], networks = [], task }: Uses = {},
): Container {
  return {
    ...{ id: name, name, image: imageId, imageId, command: '', state: 'exited', createdAt: at, ports: [] },
    mounts: volumes.map((volume) => ({
      type: 'volume',
      name: volume,
      source: '',
      destination: '/data',
      readOnly: false,
    })),
    networks: networks.map((network) => ({ name: network, networkId: '' })),
    labels: task === undefined ? {} : { 'com.docker.swarm.service.id': task },
    isTask: task !== undefined,
    protected: false,
  };
}

export function image(id: string, parentId = ''): ImageNode {
  return { id, tags: [`${id}:1`], digests: [], createdAt: at, labels: {}, parentId };
}

export function volume(name: string, driver = 'local'): Volume {
  return {
    ...{ name, driver, mountpoint: '', scope: 'local', labels: {}, options: {} },
    ...{ anonymous: false, protected: false },
  };
}

export function network(name: string, scope = 'local'): NetworkNode {
  return {
    ...{
      id: name,
      name,
      driver: 'bridge',
      scope,
      createdAt: at,
      internal: false,
      attachable: false,
      ingress: false,
    },
    ...{ ipv6: false, subnets: [], labels: {}, predefined: false, protected: false, configOnly: false },
  };
}

export const plugin = (name: string): Plugin => ({ id: name, name, enabled: false });

export function service(
  name: string,
  uses: Partial<Pick<SwarmService, 'secrets' | 'networks' | 'image' | 'logDriver'>> = {},
): SwarmService {
  return {
    id: name,
    name,
    labels: {},
    secrets: [],
    configs: [],
    networks: [],
    volumes: [],
    image: '',
    logDriver: '',
    ...uses,
  };
}

interface Has
  extends Partial<Pick<Survey, 'containers' | 'images' | 'volumes' | 'networks' | 'plugins' | 'services'>> {
  swarm?: boolean;
  managers?: number;
  secrets?: string[];
  engineDrivers?: string[];
}

/** An engine that holds this and nothing else. */
export function survey({ swarm = false, managers = 1, secrets = [], ...has }: Has): Survey {
  return {
    ...{
      containers: [],
      images: [],
      volumes: [],
      networks: [],
      cache: [],
      plugins: [],
      engineDrivers: [],
      services: [],
      configs: [],
    },
    ...has,
    secrets: secrets.map((name) => ({ id: name, name, labels: {} })),
    swarm: swarm
      ? {
          ...{
            role: 'manager',
            state: 'active',
            clusterId: 'cluster',
            nodeId: 'node',
            nodes: managers,
            managers,
          },
          ...{ lastManager: managers === 1, services: 0, stacks: 0, secrets: 0, configs: 0, networks: 0 },
        }
      : null,
    ...{ imageBytes: new Map(), volumeBytes: new Map(), layersBytes: null, sizesLate: false },
  };
}
