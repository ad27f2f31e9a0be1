import { useMemo } from 'react';
import type { InspectableKind } from '../../shared/contract/inspect.ts';
import { shortId } from '../../shared/model/names.ts';
import { tables } from './resources.ts';

export interface KnownObject {
  kind: InspectableKind;
  id: string;
  name: string;
}

/** Fields whose value is the id of an object of a swarm, which no table of the page has. */
const idFields: Readonly<Record<string, InspectableKind>> = {
  ServiceID: 'service',
  NodeID: 'node',
  TaskID: 'task',
  SecretID: 'secret',
  ConfigID: 'config',
  'com.docker.swarm.service.id': 'service',
  'com.docker.swarm.node.id': 'node',
  'com.docker.swarm.task.id': 'task',
};

const wholeId = /^(?:sha256:)?[0-9a-f]{64}$/;
const swarmId = /^[a-z0-9]{25}$/;
const volumeFields = new Set(['Name', 'Source', 'Volume']);

/** Finds the object that a value of an inspected document names; null when it names none that is known. */
export type FindObject = (key: string, value: unknown) => KnownObject | null;

/** A finder over the rows the page has now. */
export function useKnownObjects(): FindObject {
  const containers = tables.container((state) => state.rows);
  const images = tables.image((state) => state.rows);
  const volumes = tables.volume((state) => state.rows);
  const networks = tables.network((state) => state.rows);
  return useMemo(() => {
    const tags = new Map<string, string>();
    for (const image of images.values()) for (const tag of image.tags) tags.set(tag, image.id);
    const image = (id: string): KnownObject | null => {
      const row = images.get(id);
      return row === undefined ? null : { kind: 'image', id, name: row.tags[0] ?? shortId(id) };
    };
    return (key, value) => {
      if (typeof value !== 'string') return null;
      const inSwarm = idFields[key];
      if (inSwarm !== undefined && swarmId.test(value))
        return { kind: inSwarm, id: value, name: shortId(value) };
      if (wholeId.test(value)) {
        const container = containers.get(value);
        if (container !== undefined) return { kind: 'container', id: value, name: container.name };
        const network = networks.get(value);
        if (network !== undefined) return { kind: 'network', id: value, name: network.name };
        return image(value.startsWith('sha256:') ? value : `sha256:${value}`) ?? image(value);
      }
      if (value.startsWith('container:')) {
        const id = value.slice('container:'.length);
        const row = containers.get(id);
        return row === undefined ? null : { kind: 'container', id, name: row.name };
      }
      if (key === 'Image') return image(tags.get(value) ?? tags.get(`${value}:latest`) ?? '');
      if (volumeFields.has(key) && volumes.has(value)) return { kind: 'volume', id: value, name: value };
      return null;
    };
  }, [containers, images, volumes, networks]);
}
